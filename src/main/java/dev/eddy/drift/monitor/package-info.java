/// The monitors: each computes one value of the counts of a window.
///
/// May import: `drift.count`.
///
/// Start reading at [dev.eddy.drift.monitor.Monitor], then [dev.eddy.drift.monitor.Monitors].
package dev.eddy.drift.monitor;
