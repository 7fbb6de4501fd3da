package dev.eddy.http.jetty;

import dev.eddy.http.Dispatcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An HTTP server: HTTP/1.0, 1.1 and, without TLS, 2; each request on a virtual thread of its own.
///
/// A path is compliant with RFC 3986 and without ambiguities, but that a percent sign may be
/// encoded; a message is compliant with RFC 9110. What is not gets 400, and the connection is
/// closed.
public final class JettyServer implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(2);

  /// Clients of HTTP/2 as a rule have one connection for all that they ask at a time.
  private static final int MOST_STREAMS = 1024;

  private static final int MIN_PACKED_BYTES = 256;

  private static final UriCompliance URIS =
      UriCompliance.DEFAULT.with("EDDY", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

  private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);

  private final Server server;
  private final ServerConnector connector;
  private final Optional<SslContextFactory.Server> tls;

  /// Binds and starts to answer.
  ///
  /// @throws IllegalStateException if the address cannot be bound
  public JettyServer(ServerSettings settings, Dispatcher dispatcher) {
    Executor ofRequests =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("eddy-http-", 0).factory());
    server = new Server(threads(ofRequests));
    server.setErrorHandler(new ProblemPages());
    server.setStopTimeout(GRACE.toMillis());
    server.setRequestLog(new TrafficLog(settings.traffic()));
    Limits limits = settings.limits();
    HttpConfiguration http = configuration(limits);
    HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(MOST_STREAMS);
    tls = settings.tls().map(TlsContexts::server);
    connector = new ServerConnector(server, tls.isPresent() ? secured(http) : open(http, http2));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(limits.maxConnections());
    connector.setIdleTimeout(limits.idleTimeout().toMillis());
    connector.addBean(new Connections(limits, settings.traffic()));
    connector.addBean(new HeadDeadline(connector, limits, settings.traffic()));
    server.addConnector(connector);
    server.setHandler(handlers(settings, dispatcher, ofRequests));
    start(new InetSocketAddress(settings.host(), settings.port()));
  }

  private static ConnectionFactory[] open(HttpConfiguration http, ConnectionFactory http2) {
    return new ConnectionFactory[] {new HttpConnectionFactory(http), http2};
  }

  private ConnectionFactory[] secured(HttpConfiguration http) {
    // The name that a client asks for is checked with the others (Hosts), and probes know none.
    http.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory inside = new HttpConnectionFactory(http);
    return new ConnectionFactory[] {
      new SslConnectionFactory(tls.orElseThrow(), inside.getProtocol()), inside
    };
  }

  private static QueuedThreadPool threads(Executor virtual) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("eddy-http");
    threads.setVirtualThreadsExecutor(virtual);
    return threads;
  }

  private static HttpConfiguration configuration(Limits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(limits.maxHeadBytes());
    http.setUriCompliance(URIS);
    http.setHttpCompliance(HttpCompliance.RFC9110);
    http.setSendServerVersion(false);
    return http;
  }

  private static Handler handlers(
      ServerSettings settings, Dispatcher dispatcher, Executor threads) {
    Handler answers = new Answers(dispatcher, new Files(settings.files()), settings.limits());
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
    Refusal refusal = new Refusal(threads, settings.limits());
    Handler worked = new RequestThreads(threads, settings, refusal, packed);
    Handler shared = settings.corsOrigins().isEmpty() ? worked : new Cors(settings, worked);
    Handler named = new Hosts(settings, refusal, shared);
    return new GracefulHandler(new SafeHeaders(RequestRate.limit(settings, refusal, named)));
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

  /// Shows another certificate to whoever connects from now on.
  ///
  /// @throws IllegalArgumentException if it cannot be used
  public void use(TlsMaterial material) {
    tls.ifPresent(context -> TlsContexts.reload(context, material));
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
      LOG.info("Closed the connections that clients still had open after {} s", GRACE.toSeconds());
    } catch (Exception e) { // Jetty declares no narrower one
      throw new IllegalStateException("the HTTP server cannot be stopped", e);
    }
  }
}
