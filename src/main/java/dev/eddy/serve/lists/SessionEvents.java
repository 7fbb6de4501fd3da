package dev.eddy.serve.lists;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.event.Kinds;
import dev.eddy.event.Rejection;
import dev.eddy.factorization.user.History;
import dev.eddy.http.ProblemException;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// What somebody without an account did in a session, in order: the field `events` of a body, an
/// array of objects with `itemId`, `kind` (one of `events.kinds`) and perhaps `value` (0 or more).
final class SessionEvents {

  private static final String FIELD = "events";

  private SessionEvents() {}

  /// Reads the events of items that are known; none where the field is missing.
  ///
  /// @return in the order in which they were given, after any rating
  /// @throws ProblemException 400 saying which event is wrong
  static List<History.Entry> read(Backend backend, ObjectNode body) {
    List<History.Entry> events = new ArrayList<>();
    if (!body.has(FIELD)) {
      return events;
    }
    int place = 0;
    for (JsonNode element : Body.array(body, FIELD, VisitorRatings.MOST)) {
      String where = "%s[%d]: ".formatted(FIELD, place);
      int number = backend.index().find(Body.itemId(where, element, "itemId", "kind", "value"));
      double worth = worth(where, element, backend.rules().kinds());
      if (number > 0 && backend.index().item(number) != null) {
        int kind = Kinds.number(element.get("kind").textValue());
        long offset = VisitorRatings.MOST + (long) place;
        events.add(new History.Entry(number, kind, true, Float.NaN, (float) worth, 0, offset));
      }
      place++;
    }
    return events;
  }

  private static double worth(String where, JsonNode event, Kinds kinds) {
    if (!event.path("kind").isTextual()) {
      throw ProblemException.badBody(where + "kind must be a string");
    }
    String kind = event.get("kind").textValue();
    OptionalDouble value = OptionalDouble.empty();
    if (event.has("value")) {
      value = OptionalDouble.of(Body.number(where, event, "value", 0, 0, Double.MAX_VALUE));
    }
    Rejection bad = kinds.check(kind, value);
    if (bad != null) {
      throw ProblemException.badBody(where + bad.detail());
    }
    return kinds.worth(kind, value);
  }
}
