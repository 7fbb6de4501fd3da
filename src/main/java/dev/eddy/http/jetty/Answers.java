package dev.eddy.http.jetty;

import dev.eddy.http.Dispatcher;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Problems;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Hands requests to the dispatcher, and those for none of its paths to the files.
final class Answers extends Handler.Wrapper {

  private static final String FILE_METHODS = "GET, HEAD, OPTIONS";

  private final Dispatcher dispatcher;
  private final Files files;
  private final Limits limits;

  Answers(Dispatcher dispatcher, Files files, Limits limits) {
    super(files);
    this.dispatcher = dispatcher;
    this.files = files;
    this.limits = limits;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    JettyCall call = new JettyCall(request, limits);
    JettyResponse answer = new JettyResponse(request, response, callback, call::drain);
    if (dispatcher.answer(call, answer)) {
      answer.end();
      return true;
    }
    boolean reads =
        HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    if (reads || !files.has(Request.getPathInContext(request))) {
      return super.handle(request, response, callback);
    }
    if (HttpMethod.OPTIONS.is(request.getMethod())) {
      answer.status(204);
      answer.header("Allow", FILE_METHODS);
      answer.send(new byte[0]);
    } else {
      Problems.send(
          answer,
          ProblemException.methodNotAllowed(
              "a file does not support %s, only %s".formatted(request.getMethod(), FILE_METHODS),
              FILE_METHODS));
    }
    return true;
  }
}
