/// The one place that knows the server library, Jetty: the server on virtual threads, and the
/// client by which instances ask each other.
///
/// May import: `http`. Start reading at [dev.eddy.http.jetty.JettyServer].
package dev.eddy.http.jetty;
