package dev.eddy.http.jetty;

import dev.eddy.http.Dispatcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An HTTP server: HTTP/1.0, 1.1 and, without TLS, 2; each request on a virtual thread of its own.
///
/// A path is compliant with RFC 3986 and without ambiguities, but that a percent sign may be
/// encoded; a message is compliant with RFC 9110. What is not gets 400, and the connection is
/// closed.
public final class JettyServer implements AutoCloseable {

  /// A request line may name thousands of items; the headers come on top of it.
  private static final int MAX_HEAD_BYTES = (256 + 16) << 10;

  /// A connection on which nothing comes or goes for so long is closed, in the middle of a body,
  /// too.
  private static final Duration IDLE = Duration.ofSeconds(20);

  private static final Duration GRACE = Duration.ofSeconds(2);

  /// Clients of HTTP/2 as a rule have one connection for all that they ask at a time.
  private static final int MOST_STREAMS = 1024;

  private static final int MIN_PACKED_BYTES = 256;

  private static final UriCompliance URIS =
      UriCompliance.DEFAULT.with("EDDY", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

  private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);

  private final Server server;
  private final ServerConnector connector;

  /// Binds and starts to answer.
  ///
  /// @throws IllegalStateException if the address cannot be bound
  public JettyServer(ServerSettings settings, Dispatcher dispatcher) {
    server = new Server(threads());
    server.setErrorHandler(new ProblemPages());
    server.setStopTimeout(GRACE.toMillis());
    HttpConfiguration http = configuration();
    HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(MOST_STREAMS);
    connector = new ServerConnector(server, new HttpConnectionFactory(http), http2);
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    server.setHandler(handlers(settings, dispatcher));
    start(new InetSocketAddress(settings.host(), settings.port()));
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("eddy-http");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("eddy-http-", 0).factory()));
    return threads;
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(MAX_HEAD_BYTES);
    http.setUriCompliance(URIS);
    http.setHttpCompliance(HttpCompliance.RFC9110);
    http.setSendServerVersion(false);
    return http;
  }

  private static Handler handlers(ServerSettings settings, Dispatcher dispatcher) {
    Handler answers = new Answers(dispatcher, new Files(settings.files()));
    CompressionHandler packed = new CompressionHandler(answers);
    GzipCompression gzip = new GzipCompression();
    gzip.setMinCompressSize(MIN_PACKED_BYTES);
    packed.putCompression(gzip);
    packed.putConfiguration(
        "/*",
        CompressionConfig.builder()
            .defaults()
            .compressIncludeMethod("POST")
            .compressExcludeMimeType("text/event-stream")
            .decompressExcludePath("/*") // BodyStream does
            .build());
    return new GracefulHandler(
        settings.corsOrigins().isEmpty() ? packed : new Cors(settings, packed));
  }

  private void start(InetSocketAddress address) {
    try {
      server.start();
    } catch (Exception e) { // Jetty declares no narrower one
      close();
      throw new IllegalStateException(
          "the HTTP server cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + (e instanceof IOException && e.getCause() != null ? e.getCause() : e).getMessage(),
          e);
    }
  }

  /// Returns the port it listens on.
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (TimeoutException e) { // a client of HTTP/2 that is told to go may stay
      if (e.getSuppressed().length > 0) {
        throw new IllegalStateException("the HTTP server cannot be stopped", e);
      }
      LOG.info("Closed the connections that clients still held after {} s", GRACE.toSeconds());
    } catch (Exception e) { // Jetty declares no narrower one
      throw new IllegalStateException("the HTTP server cannot be stopped", e);
    }
  }
}
