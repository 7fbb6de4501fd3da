/// HTTP without a server library: requests and responses as endpoints see them, how a target is
/// read and routed, and how errors are told (`application/problem+json`, RFC 9457). The library
/// stands behind [dev.eddy.http.Call] and [dev.eddy.http.Response], in `http.jetty`.
///
/// May import: no other package of Eddy.
///
/// Start reading at [dev.eddy.http.Dispatcher], then [dev.eddy.http.Target].
package dev.eddy.http;
