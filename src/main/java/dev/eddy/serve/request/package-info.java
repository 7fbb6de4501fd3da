/// What all endpoints share: parameters, bodies, filters.
///
/// May import: `catalog`, `event`, `http`, `index`, `lists`, `serve.access`, `serve.backend`.
///
/// Start reading at [dev.eddy.serve.request.Endpoint] and
/// [dev.eddy.serve.request.RequestParameters].
package dev.eddy.serve.request;
