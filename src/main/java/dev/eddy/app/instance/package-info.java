/// One running instance: the engine, the query layer and what joins them.
///
/// May import: `app.publish`, `app.settings`, `app.snapshot`, `catalog`, `challenger`, `choice`,
/// `drift`, `drift.governor`, `event`, `factorization`, `factorization.model`,
/// `factorization.user`, `http`, `index`, `kernel`, `lists`, `serve`, `serve.backend`, `snapshot`,
/// `stream`, `stream.learn`, `stream.record`.
///
/// Start reading at [dev.eddy.app.instance.Instance], then [dev.eddy.app.instance.LiveBackend].
package dev.eddy.app.instance;
