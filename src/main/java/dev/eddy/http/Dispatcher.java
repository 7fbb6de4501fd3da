package dev.eddy.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/// Answers calls by the routes: reads the target, finds the endpoint, and turns whatever goes
/// wrong into a document that says what ([Problems]). Knows no server library.
public final class Dispatcher {

  static final String HEAD = "HEAD";
  private static final String OPTIONS = "OPTIONS";

  private final Router router;

  /// Takes the routes over.
  ///
  /// @throws IllegalArgumentException if two have the same method and path
  public Dispatcher(List<Route> routes) {
    router = new Router(routes);
  }

  /// Answers a call, unless it asks for a path that no route has and that may be a file's.
  ///
  /// @return whether it is answered
  public boolean answer(Call call, Response response) {
    try (var _ = MDC.putCloseable("requestId", call.id())) {
      return dispatch(call, response);
    } catch (ProblemException problem) {
      Problems.send(response, problem);
    } catch (IOException | RuntimeException | Error failure) {
      Problems.unexpected(call.method(), response, failure);
    }
    return true;
  }

  private boolean dispatch(Call call, Response response) throws IOException {
    if (call.method().equals(OPTIONS) && call.path().equals("*")) {
      allow(response, "GET, HEAD, POST, PUT, DELETE, OPTIONS");
      return true;
    }
    Target target = Target.of(call.path(), call.query());
    Optional<Router.Match> match = router.match(target.segments());
    if (match.isEmpty()) {
      return false;
    }
    Map<Method, Router.Answering> handlers = match.get().byMethod();
    if (call.method().equals(OPTIONS)) {
      allow(response, allowed(handlers));
      return true;
    }
    Method method = method(call.method());
    if (method == null || !handlers.containsKey(method)) {
      throw ProblemException.methodNotAllowed(
          "%s does not support %s, only %s. An id that is also a path of the API must be a query"
                  .formatted(call.path(), call.method(), allowed(handlers))
              + " parameter: /v1/user?id=…, /v1/item?id=…",
          allowed(handlers));
    }
    Router.Answering answering = handlers.get(method);
    call.reached(answering.endpoint());
    Request request =
        new Request(call, target.query(), match.get().parameters(), answering.asked());
    try {
      answering.handler().handle(request, response);
    } catch (ProblemException problem) {
      throw problem;
    } catch (IOException | RuntimeException | Error failure) {
      Problems.unexpected(answering.endpoint(), response, failure);
    }
    return true;
  }

  /// Returns the method that is meant, or null for one that no endpoint has.
  private static Method method(String name) {
    return switch (name) {
      case "GET", HEAD -> Method.GET;
      case "POST" -> Method.POST;
      case "PUT" -> Method.PUT;
      case "DELETE" -> Method.DELETE;
      default -> null;
    };
  }

  private static String allowed(Map<Method, Router.Answering> handlers) {
    List<String> names = new ArrayList<>();
    for (Method method : handlers.keySet()) {
      names.add(method.name());
      if (method == Method.GET) {
        names.add(HEAD);
      }
    }
    names.add(OPTIONS);
    return String.join(", ", names);
  }

  private static void allow(Response response, String methods) {
    response.status(204);
    response.header("Allow", methods);
    response.send(new byte[0]);
  }
}
