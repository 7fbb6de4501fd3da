/// `eddy demo`: an embedded Kafka broker, an instance, and ratings that flow through both.
///
/// May import: `app.instance`, `app.replay`, `app.scenario`, `app.settings`, `eval`, `event`,
/// `serve.backend`, `simulate.loop`, `stream`, `stream.learn`, `stream.record`, `table`.
///
/// Start reading at [dev.eddy.app.demo.ReplayDemo] and [dev.eddy.app.demo.ScenarioDemo].
package dev.eddy.app.demo;
