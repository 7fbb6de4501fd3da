package dev.eddy.serve;

import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;

/// One endpoint. The Javadoc of an implementation is its HTTP contract.
interface Endpoint extends Handler {

  /// Returns the method it answers.
  default Method method() {
    return Method.GET;
  }

  /// Returns its path, with parameters in braces.
  String path();

  /// Returns whether it needs the model, and so answers 503 until that is loaded.
  default boolean needsModel() {
    return true;
  }
}
