package dev.eddy.http.jetty;

import dev.eddy.http.RequestIds;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.Callback;

/// Lets pages of other sites ask some of the paths.
final class Cors extends CrossOriginHandler {

  private final ServerSettings settings;

  Cors(ServerSettings settings, Handler next) {
    this.settings = settings;
    setHandler(next);
    setAllowedOriginPatterns(
        settings.corsOrigins().stream()
            .map(origin -> origin.equals("*") ? origin : Pattern.quote(origin))
            .collect(Collectors.toSet()));
    setAllowedMethods(Set.of("GET", "HEAD", "POST", "PUT", "DELETE"));
    setAllowedHeaders(Set.of("Authorization", "Content-Type", "X-Request-Id"));
    setExposedHeaders(Set.of("X-Request-Id", "Retry-After", "WWW-Authenticate"));
    setAllowCredentials(false);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    response.getHeaders().put(RequestIds.HEADER, JettyCall.id(request));
    return settings.corsPaths().test(Request.getPathInContext(request))
        ? super.handle(request, response, callback)
        : getHandler().handle(request, response, callback);
  }
}
