package dev.eddy.http.jetty;

import dev.eddy.http.Call;
import dev.eddy.http.RequestIds;
import dev.eddy.http.Traffic;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/// A request of Jetty's.
final class JettyCall implements Call {

  private static final String ID = "dev.eddy.request-id";
  private static final String ENDPOINT = "dev.eddy.endpoint";

  /// So much of a body is read that nobody wants: whoever is told what is wrong with a body hears
  /// it only after it is sent.
  private static final int MOST_UNWANTED_BYTES = 8 << 20;

  private final Request request;
  private final Limits limits;
  private BodyStream body;

  /// Wraps one.
  ///
  /// @param limits say how slowly its body may come
  JettyCall(Request request, Limits limits) {
    this.request = request;
    this.limits = limits;
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

  /// In HTTP/1, only a length or a transfer coding announces a body (RFC 9112, section 6.3). In
  /// HTTP/2, Jetty does not tell whether the stream has ended with the head.
  @Override
  public boolean hasBody() {
    long length = request.getLength();
    boolean isMultiplexed =
        request.getConnectionMetaData().getHttpVersion().getVersion()
            >= HttpVersion.HTTP_2.getVersion();
    return length > 0
        || (length < 0
            && (isMultiplexed || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)));
  }

  @Override
  public InputStream body() {
    return raw().unpacked(header("Content-Encoding").orElse("identity"));
  }

  private BodyStream raw() {
    if (body == null) {
      body = new BodyStream(Content.Source.asInputStream(request), limits);
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
  public Optional<String> certificate() {
    if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
            instanceof EndPoint.SslSessionData session
        && session.peerCertificates() != null
        && session.peerCertificates().length > 0) {
      return Optional.of(session.peerCertificates()[0].getSubjectX500Principal().getName());
    }
    return Optional.empty();
  }

  @Override
  public String id() {
    return id(request);
  }

  @Override
  public void reached(String endpoint) {
    request.setAttribute(ENDPOINT, endpoint);
  }

  /// Returns the endpoint that a request reached, or [Traffic#NO_ENDPOINT].
  static String endpoint(Request request) {
    return request.getAttribute(ENDPOINT) instanceof String reached ? reached : Traffic.NO_ENDPOINT;
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
