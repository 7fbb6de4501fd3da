package dev.eddy.serve.request;

import dev.eddy.http.Handler;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.serve.access.Role;
import java.util.Set;

/// One endpoint. The Javadoc of an implementation is its HTTP contract. Where its path names a
/// user or an item, the same endpoint is also reached with the ids as parameters of the query:
/// `/v1/user/ratings?id=…&item=…` for `/v1/users/{user}/ratings/{item}`.
public interface Endpoint extends Handler {

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

  /// Returns whether it answers on the operations port alone (`serve.operations-port`); all others
  /// answer on both ports.
  default boolean isOperations() {
    return caller() == Caller.INSTANCE;
  }

  /// Returns the roles one of which a caller needs; none where everybody may ask.
  default Set<Role> roles() {
    if (isOperations()) {
      return Set.of(caller() == Caller.INSTANCE ? Role.PEER : Role.ADMIN);
    }
    return Set.of(method() == Method.GET ? Role.READ : Role.WRITE);
  }

  /// Returns whom a request is about, which decides whether a token of one user is enough.
  default Subject subject(Request request) {
    if (path().contains("{user}")) {
      return Subject.ONE_USER;
    }
    boolean readsItems = method() == Method.GET && path().startsWith("/v1/items");
    return readsItems ? Subject.NOBODY : Subject.MANY;
  }

  /// Returns the id of the user whom a request about [Subject#ONE_USER] names.
  default String subjectId(Request request) {
    return request.pathParameter("user").value();
  }

  /// Whom a request is about.
  enum Subject {
    /// No user: items, the model, a visitor.
    NOBODY,
    /// The user whom it names ([Endpoint#subjectId]).
    ONE_USER,
    /// Several users, or everybody.
    MANY
  }

  /// Returns what its requests cost.
  default Work work() {
    return method() == Method.GET ? Work.READ : Work.WRITE;
  }

  /// What a request costs. Each kind has places of its own.
  enum Work {
    /// It reads, and may wait for a write to be learned.
    READ,
    /// It writes to Kafka and waits for that.
    WRITE,
    /// It goes on for as long as the caller listens.
    EVENTS
  }

  /// Returns the size of the largest body that it takes whole, in bytes, unpacked; 0 for none.
  default int maxBodyBytes() {
    return 0;
  }

  /// Returns whether it takes the body of a request line by line, however long it is.
  default boolean takesLines(Request request) {
    return false;
  }

  /// Who asks an endpoint.
  enum Caller {
    /// An application; only so many are answered at a time.
    CLIENT,
    /// Another instance. Has places of its own: else instances whose places are all taken by
    /// those who wait for each other would answer nobody.
    INSTANCE,
    /// An operator or a console that watches; always answered, streams of events apart.
    WATCHER
  }

  /// Returns whether it shows one user what a model recommends to that user, so that the challenger
  /// answers it for the users it serves.
  default boolean isOfVariant() {
    return false;
  }

  /// Returns whether it needs the model, and so answers 503 until that is loaded.
  default boolean needsModel() {
    return true;
  }
}
