package dev.eddy.serve;

import dev.eddy.http.Handler;
import dev.eddy.http.Method;

/// One endpoint. The Javadoc of an implementation is its HTTP contract. Where its path names a
/// user or an item, the same endpoint is also reached with the ids as parameters of the query:
/// `/v1/user/ratings?id=…&item=…` for `/v1/users/{user}/ratings/{item}`.
interface Endpoint extends Handler {

  /// Returns the method it answers.
  default Method method() {
    return Method.GET;
  }

  /// Returns its path, with parameters in braces.
  String path();

  /// Returns who asks it.
  default Caller caller() {
    return Caller.CLIENT;
  }

  /// Who asks an endpoint.
  enum Caller {
    /// An application; only so many are answered at a time.
    CLIENT,
    /// Another instance. Has places of its own: else instances whose places are all taken by
    /// those who wait for each other would answer nobody.
    INSTANCE,
    /// An operator or a console that watches; always answered.
    WATCHER
  }

  /// Returns whether it needs the model, and so answers 503 until that is loaded.
  default boolean needsModel() {
    return true;
  }
}
