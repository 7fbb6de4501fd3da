/// The program `eddy`: its `main` method and how failures end it.
///
/// May import: `app.command`, `app.command.generation`, `app.settings`, `stream`.
///
/// Start reading at [dev.eddy.app.Eddy].
package dev.eddy.app;
