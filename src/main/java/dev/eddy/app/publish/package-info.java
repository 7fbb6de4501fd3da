/// Writes to and reads from topics outside the stream: events, exposures, dead letters, promotions.
///
/// May import: `challenger`, `drift`, `event`, `lists`, `stream`, `stream.drift`, `stream.record`.
///
/// Start reading at [dev.eddy.app.publish.EventPublisher].
package dev.eddy.app.publish;
