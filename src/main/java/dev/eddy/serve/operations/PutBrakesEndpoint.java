package dev.eddy.serve.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.lists.Brake;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.Brakes;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `PUT /v1/admin/brakes`: moves brakes, on all instances, until they are moved again.
///
/// | field | allowed | default | meaning |
/// |---|---|---|---|
/// | `exploration` | 0–0.5, null | as it is | how likely each place is drawn by chance |
/// | `thompson` | 0–3, null | as it is | how far lists are drawn from what is not sure |
/// | `popularityDiscount` | 0–2, null | as it is | how much is taken off for being popular |
/// | `impressionDiscount` | 0–5, null | as it is | how much is taken off for having been shown |
/// | `calibration` | 0–1, null | as it is | how much the user's own mix of genres counts |
/// | `influenceCap` | 0–1e9, null | as it is | from which rating on a user moves others less |
/// | `dailyCap` | 0–1e9, null | as it is | from which event of a day on choices count less |
/// | `propensityWeights` | 0–9, null | as it is | how much more unlikely exposures count |
/// | `by` | 1–100 characters | the token's name | who moves them; what is said is not checked |
///
/// Without `by`, it is the name of the token that was shown, or `unnamed` where that cannot be one.
///
/// Null releases a brake: it goes back to its setting. The governor leaves a brake alone that an
/// operator has set, also to the value that it has, until it is released. Each change is a line in
/// the log and a record in `drift-signals`.
///
/// Status 200 as for `GET`. 400 for other fields or values, for values that work against each
/// other, and for brakes that need exposures where drift is not watched; 413 beyond 4 KiB, 415 for
/// another type than JSON. 409 if another operator moved a brake meanwhile; 503 if Kafka does not
/// acknowledge, or this instance has not read the change back from it in time.
public final class PutBrakesEndpoint implements OperatorEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(PutBrakesEndpoint.class);
  private static final int MAX_BODY_BYTES = 4096;
  private static final String BY = "by";

  /// It stands in the log, where nobody is to forge a line.
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N} ._@-]{1,100}");

  private static final String[] FIELDS =
      Stream.concat(Arrays.stream(Brake.values()).map(Brake::field), Stream.of(BY))
          .toArray(String[]::new);

  private final Backend backend;

  public PutBrakesEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Method method() {
    return Method.PUT;
  }

  @Override
  public String path() {
    return "/v1/admin/brakes";
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters.of(request);
    ObjectNode body = Body.object(request, MAX_BODY_BYTES, FIELDS);
    List<BrakeChange> changes = changes(body, who(request, body), backend.brakes());
    if (!changes.isEmpty()) {
      backend.move(changes);
    }
    for (BrakeChange change : changes) {
      LOG.info(
          "Brake {} {} by {}: from {} to {}",
          change.brake(),
          change.kind().label(),
          change.who(),
          change.from(),
          change.to());
    }
    Json.send(response, BrakeStates.answer(backend.brakes()));
  }

  private List<BrakeChange> changes(ObjectNode body, String who, CurrentBrakes current) {
    long nowMs = System.currentTimeMillis();
    Brakes before = current.get();
    List<BrakeChange> changes = new ArrayList<>();
    for (Brake brake : Brake.values()) {
      if (!body.has(brake.field())) {
        continue;
      }
      double from = before.value(brake);
      // Another instance's clock may run ahead: as the older change this one would be refused.
      long timeMs = current.latest(brake).map(it -> Math.max(nowMs, it.timeMs() + 1)).orElse(nowMs);
      if (body.get(brake.field()).isNull()) {
        double setting = current.settings().value(brake);
        changes.add(BrakeChange.release(brake, from, setting, who, timeMs));
      } else {
        double to = Body.number("", body, brake.field(), from, 0, brake.max());
        checkExposures(brake, to);
        changes.add(BrakeChange.set(brake, from, to, who, timeMs));
      }
    }
    // Off goes first: of two that work against each other, one may take the place of the other.
    changes.sort(Comparator.comparingDouble(BrakeChange::to));
    checkTogether(before, changes);
    return changes;
  }

  private static void checkTogether(Brakes before, List<BrakeChange> changes) {
    Brakes brakes = before;
    for (BrakeChange change : changes) {
      try {
        brakes = brakes.with(change.of(), change.to());
      } catch (IllegalArgumentException e) {
        throw ProblemException.badBody(e.getMessage());
      }
    }
  }

  private void checkExposures(Brake brake, double value) {
    if (value > 0 && brake.needsExposures() && !backend.driftSettings().enabled()) {
      throw ProblemException.badBody(
          brake.field()
              + " goes by what users were shown, but drift.enabled is false: set it to 0");
    }
  }

  private static String who(Request request, ObjectNode body) {
    if (!body.has(BY)) {
      return request.sender().filter(PutBrakesEndpoint::isName).orElse("unnamed");
    }
    String who = body.get(BY).isTextual() ? body.get(BY).textValue() : "";
    if (!isName(who)) {
      throw ProblemException.badBody(
          "by must be a name of 1 to 100 letters, digits, spaces and ._@-, other than %s"
              .formatted(BrakeChange.GOVERNOR));
    }
    return who;
  }

  private static boolean isName(String who) {
    return NAME.matcher(who).matches() && !who.equals(BrakeChange.GOVERNOR);
  }
}
