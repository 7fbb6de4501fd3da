package dev.eddy.http.jetty;

import dev.eddy.http.Call;
import dev.eddy.http.RequestIds;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// A request of Jetty's.
final class JettyCall implements Call {

  private static final String ID = "dev.eddy.request-id";

  /// So much of a body is read that nobody wants: whoever is told what is wrong with a body hears
  /// it only after it is sent.
  private static final int MOST_UNWANTED_BYTES = 8 << 20;

  private final Request request;
  private BodyStream body;

  JettyCall(Request request) {
    this.request = request;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    String path = request.getHttpURI().getPath();
    return path == null ? "" : path;
  }

  @Override
  public String query() {
    String query = request.getHttpURI().getQuery();
    return query == null ? "" : query;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public boolean hasBody() {
    return request.getLength() != 0;
  }

  @Override
  public InputStream body() {
    return raw().unpacked(header("Content-Encoding").orElse("identity"));
  }

  private BodyStream raw() {
    if (body == null) {
      body = new BodyStream(Content.Source.asInputStream(request));
    }
    return body;
  }

  /// Reads what is left of the body, unless it is broken or its sender waits to be asked for it.
  void drain() {
    if (hasBody() && header("Expect").isEmpty() && !raw().isBroken()) {
      raw().drain(MOST_UNWANTED_BYTES);
    }
  }

  @Override
  public String remoteAddress() {
    return Request.getRemoteAddr(request);
  }

  @Override
  public String id() {
    return id(request);
  }

  /// Returns the same id whenever it is asked.
  static String id(Request request) {
    if (request.getAttribute(ID) instanceof String known) {
      return known;
    }
    String id = RequestIds.of(request.getHeaders().get(RequestIds.HEADER));
    request.setAttribute(ID, id);
    return id;
  }
}
