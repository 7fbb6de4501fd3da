/// The query layer: JSON over HTTP on virtual threads. [dev.eddy.serve.ApiServer] wires the
/// endpoints of the packages below, one class an endpoint, whose Javadoc is the contract.
///
/// May import: `challenger`, `choice`, `http`, `http.jetty`, `lists`, `serve.access`,
/// `serve.backend`, `serve.items`, `serve.limit`, `serve.lists`, `serve.operations`, `serve.peer`,
/// `serve.request`, `serve.users`.
///
/// Start reading at [dev.eddy.serve.ApiServer].
package dev.eddy.serve;
