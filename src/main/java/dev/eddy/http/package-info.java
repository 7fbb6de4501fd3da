/// HTTP without a server library: what endpoints see of a request and an answer, how a target is
/// read and routed, and how errors are told (`application/problem+json`, RFC 9457). The library
/// stands behind [dev.eddy.http.Call] and [dev.eddy.http.Response], in `http.jetty`.
///
/// May import: nothing of Eddy. Start reading at [dev.eddy.http.Dispatcher], then
/// [dev.eddy.http.Target].
package dev.eddy.http;
