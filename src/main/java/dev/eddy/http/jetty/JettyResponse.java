package dev.eddy.http.jetty;

import dev.eddy.http.EventStream;
import dev.eddy.http.RequestIds;
import dev.eddy.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/// A response of Jetty's.
final class JettyResponse implements Response {

  private static final int NO_CONTENT = 204;

  private final org.eclipse.jetty.server.Response response;
  private final Callback callback;
  private final Runnable beforeEnd;
  private final boolean isHead;
  private final boolean isMultiplexed;
  private boolean isOver;

  /// Wraps one.
  ///
  /// @param beforeEnd is run before the end is sent
  JettyResponse(
      Request request,
      org.eclipse.jetty.server.Response response,
      Callback callback,
      Runnable beforeEnd) {
    this.beforeEnd = beforeEnd;
    this.response = response;
    this.callback = callback;
    isMultiplexed =
        request.getConnectionMetaData().getHttpVersion().getVersion()
            >= HttpVersion.HTTP_2.getVersion();
    isHead = HttpMethod.HEAD.is(request.getMethod());
    response.setStatus(200);
    response.getHeaders().put(RequestIds.HEADER, JettyCall.id(request));
  }

  @Override
  public void status(int status) {
    response.setStatus(status);
  }

  @Override
  public void header(String name, String value) {
    if (!isMultiplexed || !HttpHeader.CONNECTION.is(name)) { // of which HTTP/2 knows nothing
      response.getHeaders().put(name, value);
    }
  }

  @Override
  public void send(byte[] body) {
    isOver = true;
    beforeEnd.run();
    if (response.getStatus() != NO_CONTENT) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    }
    response.write(true, isHead ? null : ByteBuffer.wrap(body), callback);
  }

  @Override
  public OutputStream stream() {
    return isHead ? OutputStream.nullOutputStream() : Content.Sink.asOutputStream(response);
  }

  @Override
  public EventStream events() {
    header("Content-Type", "text/event-stream");
    header("Cache-Control", "no-store");
    return new EventStream() {
      @Override
      public void send(String name, String data) throws IOException {
        String event = "event:" + name + "\ndata:" + data + "\n\n";
        Content.Sink.write(
            response, false, ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8)));
      }

      @Override
      public boolean isOpen() {
        return !isHead;
      }
    };
  }

  @Override
  public boolean isSent() {
    return isOver || response.isCommitted();
  }

  /// Ends what was not sent in one piece.
  void end() {
    if (!isOver) {
      isOver = true;
      callback.succeeded();
    }
  }
}
