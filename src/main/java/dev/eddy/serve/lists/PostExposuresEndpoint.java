package dev.eddy.serve.lists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.challenger.Variant;
import dev.eddy.event.Exposure;
import dev.eddy.event.InvalidEventException;
import dev.eddy.event.TreeReader;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Challenger;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;

/// `POST /v1/exposures`: what an application really showed to a user, where it re-ranks lists or
/// makes its own.
///
/// Body: JSON as in the topic `exposures`: `userId` and `items`, 1–1000 ids in the order shown,
/// are required; `propensities`, how likely the list was to have each of them (as lists say, or
/// null), `requestId` (default: this request's), `policy` (default `model`), `variant` as the list
/// said it, `modelVersion`, and `timestamp` (default now). Status 202 once Kafka has acknowledged
/// it. 400 where a field is not as it must be, or the time lies more than a day ahead; 413 beyond
/// 1 MiB, 415 for another type than JSON, 503 if Kafka does not acknowledge.
public final class PostExposuresEndpoint implements Endpoint {

  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final long MAX_AHEAD_MS = 86_400_000;

  private final Backend backend;

  public PostExposuresEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(String requestId, int items) {}

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public String path() {
    return "/v1/exposures";
  }

  @Override
  public boolean needsModel() {
    return false;
  }

  @Override
  public int maxBodyBytes() {
    return MAX_BODY_BYTES;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters.of(request);
    long nowMs = System.currentTimeMillis();
    ObjectNode body =
        Body.object(
            request,
            MAX_BODY_BYTES,
            "requestId",
            "userId",
            "items",
            "propensities",
            "policy",
            "variant",
            "modelVersion",
            "timestamp");
    Body.ids(body, "items", Exposure.MAX_ITEMS);
    if (!body.has("requestId")) {
      body.put("requestId", request.id());
    }
    if (!body.has("timestamp")) {
      body.put("timestamp", nowMs);
    }
    body.put("generation", generation(body.path("variant").asText("")));
    Exposure exposure;
    try {
      exposure = TreeReader.readExposure(Json.bytes(body));
    } catch (InvalidEventException e) {
      throw ProblemException.badBody(e.getMessage());
    }
    if (exposure.timestampMs() > nowMs + MAX_AHEAD_MS) {
      throw ProblemException.badBody(
          "timestamp is %d, more than a day in the future".formatted(exposure.timestampMs()));
    }
    backend.publish(exposure);
    response.status(202);
    Json.send(response, new Answer(exposure.requestId(), exposure.items().size()));
  }

  /// Returns which model has the role now that made a list; 0 where there is no experiment.
  private int generation(String variant) {
    if (backend.challenger().filter(it -> it.share() > 0).isEmpty()) {
      return 0;
    }
    return switch (Variant.labelled(variant).orElse(null)) {
      case CHAMPION -> backend.generation();
      case CHALLENGER -> backend.challenger().map(Challenger::generation).orElse(0);
      case null -> 0;
    };
  }
}
