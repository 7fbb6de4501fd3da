package dev.eddy.serve.peer;

import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// `POST /internal/users`: what this instance has of some users, for another instance; binary,
/// see [UserWire]. Those that it does not have are left out. Never asks further.
///
/// The body names them and says whether copies will do; `after` in the query says what must have
/// been learned, so that who waits is told from who does not. Status 200; 415 for another type than
/// JSON, 503 if that is not learned in time.
public final class PeerUsersEndpoint implements Endpoint {

  static final String PATH = "/internal/users";
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final Backend backend;
  private final Users users;

  public PeerUsersEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// The question.
  ///
  /// @param copies whether copies of partitions that are learned elsewhere will do
  record Question(List<String> users, boolean copies) {

    /// Copies the ids.
    ///
    /// @throws NullPointerException if they are missing, or one is
    Question {
      users = List.copyOf(Objects.requireNonNull(users, "users is missing"));
    }
  }

  /// Returns the target of questions about users.
  ///
  /// @param after what must have been learned
  static String target(WriteToken after) {
    return after.offsets().isEmpty() ? PATH : PATH + "?after=" + after;
  }

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public Caller caller() {
    return Caller.INSTANCE;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public Work work() {
    return Work.READ;
  }

  @Override
  public int maxBodyBytes() {
    return MAX_BODY_BYTES;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Body.requireType(request, Body.JSON);
    WriteToken after = RequestParameters.of(request, "after").after();
    Question question = Json.read(Body.bytes(request, MAX_BODY_BYTES), Question.class);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (String userId : question.users()) {
        users.awaitLearned(userId, after);
        Optional<UserState> user = backend.localUsers().learned(userId);
        if (user.isEmpty() && question.copies()) {
          user = backend.localUsers().copied(userId);
        }
        if (user.isPresent()) {
          UserWire.write(out, user.get(), backend.index());
        }
      }
    }
    response.header("Content-Type", "application/octet-stream");
    response.send(bytes.toByteArray());
  }
}
