package dev.eddy.http.jetty;

import dev.eddy.http.ProblemException;
import dev.eddy.http.Problems;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Tells what Jetty itself refuses, such as a request that is no well-formed HTTP.
final class ProblemPages extends ErrorHandler {

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    SafeHeaders.putInto(response.getHeaders());
    JettyResponse answer = new JettyResponse(request, response, callback, () -> {});
    if (cause instanceof HttpException) { // what follows on this connection means nothing
      answer.header("Connection", "close");
    }
    Problems.send(
        answer,
        ProblemException.transport(
            code, HttpStatus.getMessage(code), detail(request, code, message)));
  }

  private static String detail(Request request, int code, String message) {
    return switch (code) {
      case HttpStatus.NOT_FOUND_404 ->
          "there is no " + request.getMethod() + " " + request.getHttpURI().getPath();
      case HttpStatus.BAD_REQUEST_400 ->
          "the request is not well-formed HTTP, or its path is ambiguous ("
              + message
              + "). Check the request line and the headers. Pass an id with special characters as a"
              + " query parameter: /v1/user?id=…, /v1/item?id=…";
      default -> message == null ? HttpStatus.getMessage(code) : message;
    };
  }
}
