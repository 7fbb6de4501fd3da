package dev.eddy.http.jetty;

import dev.eddy.http.ProblemException;
import dev.eddy.http.Problems;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Refuses requests in threads that must not block: at once where the whole body is there, or there
/// is none, else in a thread of its own, which reads the rest first ([JettyCall#drain]).
final class Refusal {

  private final Executor threads;
  private final Limits limits;

  /// Prepares.
  ///
  /// @param threads for requests whose body is still to come
  /// @param limits say how slowly that may come
  Refusal(Executor threads, Limits limits) {
    this.threads = threads;
    this.limits = limits;
  }

  /// Answers a request with a problem.
  ///
  /// @return true, as a handler does that answers
  boolean send(Request request, Response response, Callback callback, ProblemException problem) {
    JettyCall call = new JettyCall(request, limits);
    JettyResponse answer = new JettyResponse(request, response, callback, call::drain);
    if (request.consumeAvailable()) {
      Problems.send(answer, problem);
    } else {
      threads.execute(() -> Problems.send(answer, problem));
    }
    return true;
  }
}
