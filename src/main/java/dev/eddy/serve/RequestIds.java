package dev.eddy.serve;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/// Gives every request an id, `X-Request-Id`: the caller's, where it has one that is fit for a
/// log, or a new one. Answers carry it, and so do the log lines of the request.
final class RequestIds implements Filter {

  private static final HeaderName HEADER = HeaderNames.create("X-Request-Id");
  private static final Pattern FIT = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

  /// Returns the id of the request that a response belongs to.
  static String of(ServerResponse response) {
    return response.headers().get(HEADER).get();
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String given = request.headers().first(HEADER).orElse("");
    String id = FIT.matcher(given).matches() ? given : UUID.randomUUID().toString();
    response.header(HEADER, id);
    try (var _ = MDC.putCloseable("requestId", id)) {
      chain.proceed();
    }
  }
}
