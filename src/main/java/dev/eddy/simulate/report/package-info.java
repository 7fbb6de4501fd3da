/// A simulated loop as one page that stands alone: HTML with pictures in SVG and no script.
///
/// May import: `drift`, `drift.monitor`, `event`, `lists`, `simulate.loop`.
///
/// Start reading at [dev.eddy.simulate.report.LoopPage].
package dev.eddy.simulate.report;
