package dev.eddy.serve;

import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `POST /internal/users`: what this instance has of some users, for another instance; binary,
/// see [UserWire]. Those that it does not have are left out. Never asks further.
///
/// The body names them, says whether copies will do and what must have been learned. Status 200;
/// 503 if that is not learned in time.
final class PeerUsersEndpoint implements Endpoint {

  static final String PATH = "/internal/users";
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final Backend backend;
  private final Users users;

  PeerUsersEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// The question.
  ///
  /// @param copies whether copies of partitions that are learned elsewhere will do
  /// @param after a [WriteToken]
  record Question(List<String> users, boolean copies, String after) {}

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
  public void handle(Request request, Response response) throws IOException {
    Question question = Json.read(Body.bytes(request, MAX_BODY_BYTES), Question.class);
    WriteToken after = WriteToken.of(question.after());
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
