package dev.eddy.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A response that keeps what is sent.
public final class FakeResponse implements Response {

  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<String> events = new ArrayList<>();
  private final int mostEvents;
  private int status = 200;
  private boolean isSent;

  /// Makes one that takes no events.
  public FakeResponse() {
    this(0);
  }

  /// Makes one whose caller goes after some events.
  public FakeResponse(int mostEvents) {
    this.mostEvents = mostEvents;
  }

  /// Returns the status that is set.
  public int status() {
    return status;
  }

  /// Returns a header, or null.
  public String header(String name) {
    return headers.get(name);
  }

  /// Returns the events that were sent, each its name and its data.
  public List<String> sentEvents() {
    return events;
  }

  /// Returns the body as text.
  public String text() {
    return body.toString(StandardCharsets.UTF_8);
  }

  /// Returns the body as JSON.
  public JsonNode json() {
    try {
      return Json.MAPPER.readTree(body.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(text(), e);
    }
  }

  @Override
  public void status(int status) {
    this.status = status;
  }

  @Override
  public void header(String name, String value) {
    headers.put(name, value);
  }

  @Override
  public void send(byte[] bytes) {
    if (isSent) {
      throw new IllegalStateException("an answer is sent twice");
    }
    isSent = true;
    body.writeBytes(bytes);
  }

  @Override
  public OutputStream stream() {
    isSent = true;
    return body;
  }

  @Override
  public EventStream events() {
    isSent = true;
    headers.put("Content-Type", "text/event-stream");
    return new EventStream() {
      @Override
      public void send(String name, String data) {
        events.add(name + " " + data);
      }

      @Override
      public boolean isOpen() {
        return events.size() < mostEvents;
      }
    };
  }

  @Override
  public boolean isSent() {
    return isSent;
  }
}
