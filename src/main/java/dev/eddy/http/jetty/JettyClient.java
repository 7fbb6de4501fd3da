package dev.eddy.http.jetty;

import dev.eddy.http.Method;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Asks other instances, over connections that are kept.
public final class JettyClient implements AutoCloseable {

  private static final int OK = 200;
  private static final int MOST_CONNECTIONS = 1024;
  private static final int MAX_ANSWER_BYTES = 1 << 30;

  private final HttpClient http;
  private final Supplier<Optional<String>> token;
  private final Map<String, String> sent;
  private final Optional<SslContextFactory.Client> context;

  /// Starts.
  ///
  /// @param connectDeadline a peer that does not accept a connection by then is gone
  /// @param kept a connection that nobody needs for so long is closed
  /// @param tls how to know peers and to be known by them; empty for neither
  /// @param token what is shown to peers as a bearer token, as it is then; empty for none
  /// @param sent headers that go with each request
  public JettyClient(
      Duration connectDeadline,
      Duration kept,
      Optional<TlsMaterial> tls,
      Supplier<Optional<String>> token,
      Map<String, String> sent) {
    this.token = token;
    this.sent = Map.copyOf(sent);
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("eddy-peers");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("eddy-peers-", 0).factory()));
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    context = tls.map(TlsContexts::client);
    context.ifPresent(connector::setSslContextFactory);
    http = new HttpClient(new HttpClientTransportDynamic(connector));
    http.setExecutor(threads);
    http.setConnectTimeout(connectDeadline.toMillis());
    http.setIdleTimeout(kept.toMillis());
    http.setFollowRedirects(false);
    http.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
    http.setUserAgentField(null);
    try {
      http.start();
    } catch (Exception e) { // Jetty declares no narrower one
      throw new IllegalStateException("the HTTP client cannot be started", e);
    }
  }

  /// Asks a peer.
  ///
  /// @param body JSON, or empty for none
  /// @param deadline a peer that has not answered by then counts as gone
  /// @return the answer
  /// @throws IOException if there is none in time, or one with another status than 200
  public byte[] ask(Method method, URI uri, byte[] body, Duration deadline) throws IOException {
    Request request =
        http.newRequest(uri)
            .method(method.name())
            .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    request.headers(headers -> sent.forEach(headers::put));
    token
        .get()
        .ifPresent(
            secret ->
                request.headers(
                    headers -> headers.put(HttpHeader.AUTHORIZATION, "Bearer " + secret)));
    if (body.length > 0) {
      request.body(new BytesRequestContent("application/json", body));
    }
    try {
      ContentResponse answer =
          new CompletableResponseListener(request, MAX_ANSWER_BYTES).send().get();
      if (answer.getStatus() != OK) {
        throw new IOException(uri + " answered with status " + answer.getStatus());
      }
      return answer.getContent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + uri, e);
    } catch (ExecutionException e) {
      throw new IOException(uri + " does not answer: " + e.getCause(), e.getCause());
    }
  }

  /// Shows another certificate to whomever it asks from now on, and believes other authorities.
  ///
  /// @throws IllegalArgumentException if it cannot be used
  public void use(TlsMaterial material) {
    if (material.peers().isPresent()) {
      context.ifPresent(one -> TlsContexts.reload(one, material));
    }
  }

  @Override
  public void close() {
    try {
      http.stop();
    } catch (Exception e) { // Jetty declares no narrower one
      throw new IllegalStateException("the HTTP client cannot be stopped", e);
    }
  }
}
