package dev.eddy.serve.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.challenger.Promotion;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Challenger;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /v1/admin/challenger/promote`: lets the challenger serve, on all instances, from now on.
/// Requests that have begun end with the model that they began with. The model that served goes on
/// learning as the challenger, so promoting once more is the way back.
///
/// | field | allowed | default | meaning |
/// |---|---|---|---|
/// | `generation` | from 1 | the challenger | which generation is meant; required with `force` |
/// | `force` | true, false | false | promote without evidence that it predicts better |
///
/// A request that names its generation may be sent again: where that one serves already, nothing
/// changes, and the answer is the promotion by which it does.
///
/// Status 200 with the promotion: `generation`, `from`, `who` by the name of the token, `timeMs`
/// and `forced`; of a generation that serves without one, `who` is `settings` and `timeMs` is 0.
/// 400 for other fields or values, 401 without a token, 413 beyond 4 KiB, 415 for another type than
/// JSON. 409, with nothing changed, where there is no challenger, where it is another generation,
/// still loading or too far behind, which `force` does not help, and without evidence and `force`.
/// 503 if Kafka does not acknowledge; without `Retry-After` if it does, but this instance has not
/// read it back in time.
public final class PromoteEndpoint implements OperatorEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(PromoteEndpoint.class);
  private static final int MAX_BODY_BYTES = 4096;
  private static final String FORCE = "force";
  private static final String GENERATION = "generation";

  /// Who decided where nobody did.
  private static final String BY_SETTINGS = "settings";

  private final Backend backend;

  public PromoteEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public String path() {
    return "/v1/admin/challenger/promote";
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters.of(request);
    ObjectNode body = Body.object(request, MAX_BODY_BYTES, FORCE, GENERATION);
    if (body.has(FORCE) && !body.get(FORCE).isBoolean()) {
      throw ProblemException.badBody(
          "force is %s, but must be true or false".formatted(body.get(FORCE)));
    }
    boolean isForced = body.path(FORCE).asBoolean();
    OptionalInt generation = generation(body, isForced);
    Challenger challenger =
        backend
            .challenger()
            .orElseThrow(
                () ->
                    ProblemException.conflict(
                        "there is no challenger; set challenger.generation, and start again"));
    Optional<Promotion> holding =
        generation.isPresent() ? holding(generation.getAsInt(), challenger) : Optional.empty();
    Json.send(response, holding.orElseGet(() -> promote(challenger, request, isForced)));
  }

  private static OptionalInt generation(ObjectNode body, boolean isForced) {
    JsonNode generation = body.path(GENERATION);
    if (generation.isMissingNode()) {
      if (isForced) {
        throw ProblemException.badBody(
            "generation is missing; with force, say which generation is to serve");
      }
      return OptionalInt.empty();
    }
    if (!generation.canConvertToInt() || !generation.isIntegralNumber() || generation.asInt() < 1) {
      throw ProblemException.badBody(
          "generation is %s, but must be a whole number from 1".formatted(generation));
    }
    return OptionalInt.of(generation.asInt());
  }

  /// Returns by what a generation serves already; empty where it is that of the challenger.
  ///
  /// @throws ProblemException 409 if it is another one
  private Optional<Promotion> holding(int generation, Challenger challenger) {
    Optional<Promotion> latest = challenger.latest();
    if (generation == backend.generation()
        && latest.map(it -> it.generation() == generation).orElse(true)) {
      return latest.or(
          () -> Optional.of(new Promotion(generation, generation, BY_SETTINGS, 0, false)));
    }
    if (generation != challenger.generation()) {
      throw ProblemException.conflict(
          "generation is %d, but the challenger here is generation %d. Nothing was changed"
              .formatted(generation, challenger.generation()));
    }
    return Optional.empty();
  }

  private static Promotion promote(Challenger challenger, Request request, boolean isForced) {
    Promotion promotion = challenger.promote(request.sender().orElse("unnamed"), isForced);
    LOG.info(
        "Generation {} serves, no longer {}: promoted by {}{}",
        promotion.generation(),
        promotion.from(),
        promotion.who(),
        promotion.forced() ? ", forced" : "");
    return promotion;
  }
}
