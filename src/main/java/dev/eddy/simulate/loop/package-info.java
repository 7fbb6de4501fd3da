/// The loop closed in memory: a crowd of people, the real learners, lists and monitors, round by
/// round, the same from the same seed.
///
/// May import: `catalog`, `choice`, `choice.row`, `drift`, `drift.count`, `drift.governor`,
/// `drift.monitor`, `drift.tally`, `event`, `factorization`, `factorization.item`,
/// `factorization.model`, `factorization.user`, `index`, `kernel`, `lists`, `simulate`,
/// `simulate.people`.
///
/// Start reading at [dev.eddy.simulate.loop.ClosedLoop].
package dev.eddy.simulate.loop;
