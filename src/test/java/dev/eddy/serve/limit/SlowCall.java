package dev.eddy.serve.limit;

import dev.eddy.http.Call;
import dev.eddy.http.FakeCall;
import java.io.InputStream;
import java.util.Optional;

/// A call whose body comes as a stream likes.
record SlowCall(FakeCall call, InputStream body) implements Call {

  SlowCall(String method, String target, InputStream body) {
    this(new FakeCall(method, target), body);
  }

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
    return true;
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
  public void reached(String endpoint) {}
}
