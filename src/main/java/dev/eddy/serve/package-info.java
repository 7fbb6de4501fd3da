/// The query layer: JSON over HTTP on virtual threads, one class an endpoint, whose Javadoc is
/// the contract. Requests and answers are those of [dev.eddy.http], so that an endpoint can be
/// asked without a socket.
///
/// What it reads and writes of the running system it sees through [dev.eddy.serve.Backend] only.
///
/// May import: `choice`, `drift`, `event`, `factorization`, `http`, `kernel`, `lists`, `store`,
/// `table`. Start reading at [dev.eddy.serve.HttpServer], then
/// [dev.eddy.serve.RecommendationsEndpoint].
package dev.eddy.serve;
