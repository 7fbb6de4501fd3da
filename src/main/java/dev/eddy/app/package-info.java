/// The command line, the settings, the embedded broker, and the wiring of everything else.
///
/// May import all packages; nothing imports it. Start reading at [dev.eddy.app.Eddy], then
/// [dev.eddy.app.Instance].
package dev.eddy.app;
