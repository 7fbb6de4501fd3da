/// The commands and their options, one class a command.
///
/// May import: `app.demo`, `app.instance`, `app.publish`, `app.replay`, `app.scenario`,
/// `app.settings`, `catalog`, `choice`, `drift.governor`, `eval`, `event`, `factorization`,
/// `factorization.item`, `factorization.model`, `kernel`, `lists`, `serve.access`, `serve.users`,
/// `simulate`, `simulate.loop`, `simulate.people`, `simulate.report`, `stream`, `stream.record`,
/// `table`.
///
/// Start reading at [dev.eddy.app.command.ServeCommand] and [dev.eddy.app.command.EvaluateCommand].
package dev.eddy.app.command;
