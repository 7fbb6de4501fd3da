/// Who may what: tokens with roles, where they come from, and how files of them are read anew while
/// an instance runs. Which role an endpoint asks for says
/// [Endpoint][dev.eddy.serve.request.Endpoint]; [Guard][dev.eddy.serve.Guard] compares the two.
///
/// May import: `http`, `http.jetty`.
///
/// Start reading at [dev.eddy.serve.access.Access].
package dev.eddy.serve.access;
