package dev.eddy.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A call that came over no network.
public final class FakeCall implements Call {

  private final String method;
  private final String target;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private byte[] body = {};
  private String certificate;

  /// Makes one without a body.
  ///
  /// @param target path and query, as they would be sent
  public FakeCall(String method, String target) {
    this.method = method;
    this.target = target;
  }

  /// Gives it a header.
  public FakeCall with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /// Shows a certificate.
  public FakeCall certified(String subject) {
    certificate = subject;
    return this;
  }

  /// Gives it a body.
  public FakeCall body(String type, String text) {
    return body(type, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Gives it a body that need not be text.
  public FakeCall body(String type, byte[] bytes) {
    body = bytes.clone();
    return with("Content-Type", type);
  }

  /// Gives it a body of JSON.
  public FakeCall json(String text) {
    return body("application/json", text);
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return target.split("\\?", 2)[0];
  }

  @Override
  public String query() {
    return target.contains("?") ? target.split("\\?", 2)[1] : "";
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public boolean hasBody() {
    return body.length > 0;
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public String remoteAddress() {
    return "127.0.0.1";
  }

  @Override
  public Optional<String> certificate() {
    return Optional.ofNullable(certificate);
  }

  @Override
  public void reached(String endpoint) {}

  @Override
  public String id() {
    return headers.getOrDefault(RequestIds.HEADER, "fake-id");
  }
}
