/// The governor: what it does about an alarm of the feedback loop. Pure: no Kafka, no clock.
///
/// May import: `drift`, `lists`.
///
/// Start reading at [dev.eddy.drift.governor.Governor].
package dev.eddy.drift.governor;
