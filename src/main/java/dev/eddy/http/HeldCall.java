package dev.eddy.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;

/// A call whose body was read before somebody asked for it.
record HeldCall(Call call, byte[] held) implements Call {

  @Override
  public String method() {
    return call.method();
  }

  @Override
  public String path() {
    return call.path();
  }

  @Override
  public String query() {
    return call.query();
  }

  @Override
  public Optional<String> header(String name) {
    return call.header(name);
  }

  @Override
  public boolean hasBody() {
    return held.length > 0;
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(held);
  }

  @Override
  public String remoteAddress() {
    return call.remoteAddress();
  }

  @Override
  public Optional<String> certificate() {
    return call.certificate();
  }

  @Override
  public String id() {
    return call.id();
  }

  @Override
  public void reached(String endpoint) {
    call.reached(endpoint);
  }
}
