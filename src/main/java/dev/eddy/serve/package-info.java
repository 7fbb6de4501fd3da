/// The query layer: JSON over HTTP on virtual threads, one class an endpoint, whose Javadoc is
/// the contract. Errors are `application/problem+json` (RFC 9457).
///
/// What it reads and writes of the running system it sees through [dev.eddy.serve.Backend] only.
///
/// May import: `event`, `factorization`, `store`. Start reading at [dev.eddy.serve.HttpServer],
/// then [dev.eddy.serve.RecommendationsEndpoint].
package dev.eddy.serve;
