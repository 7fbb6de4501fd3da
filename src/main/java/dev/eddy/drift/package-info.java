/// Feedback-loop drift: what is counted of exposures and ratings, the monitors that make values
/// of the counts, and the detectors that tell when a value has moved. Pure: no Kafka, no clock.
///
/// May import: the JDK, and the maps of fastutil. Start reading at [dev.eddy.drift.Monitor] and
/// [dev.eddy.drift.ArmCounts].
package dev.eddy.drift;
