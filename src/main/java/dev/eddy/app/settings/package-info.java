/// The settings: defaults, file, environment, options, and errors that name the key.
///
/// May import: `choice`, `drift`, `drift.governor`, `event`, `factorization.model`, `http.jetty`,
/// `kernel`, `lists`, `serve`, `serve.access`, `serve.limit`, `stream`, `stream.record`.
///
/// Start reading at [dev.eddy.app.settings.SettingsLoader].
package dev.eddy.app.settings;
