/// What is counted of exposures and ratings in one window, so that the counts of partitions add up.
///
/// May import: `challenger`, `kernel`.
///
/// Start reading at [dev.eddy.drift.count.ArmCounts].
package dev.eddy.drift.count;
