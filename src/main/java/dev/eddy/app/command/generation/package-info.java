/// Commands about whole generations of the model: export, import, rebuild.
///
/// May import: `app.command`, `app.instance`, `app.replay`, `app.settings`, `app.snapshot`,
/// `event`, `snapshot`, `stream`.
///
/// Start reading at [dev.eddy.app.command.generation.ExportCommand].
package dev.eddy.app.command.generation;
