package dev.eddy.serve.users;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.Rejection;
import dev.eddy.event.UserEvent;
import dev.eddy.http.Json;
import dev.eddy.http.ProblemException;
import dev.eddy.serve.backend.Backend;

/// Events that come in over HTTP, validated as the stream would.
final class NewRating {

  private NewRating() {}

  /// Reads an event; without a time, it is of now.
  ///
  /// @param json changed: what is missing is set
  /// @throws ProblemException 400 saying what is wrong
  static UserEvent read(Backend backend, ObjectNode json) {
    if (!json.has("timestamp")) {
      json.put("timestamp", System.currentTimeMillis());
    }
    RatingEvent event = backend.read(Json.bytes(json));
    if (event instanceof Rejection rejection) {
      throw ProblemException.badBody(rejection.reason().label() + ": " + rejection.detail());
    }
    return (UserEvent) event;
  }
}
