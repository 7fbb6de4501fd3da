package dev.eddy.serve.operations;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Models;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;

/// `GET /v1/admin/models`: the generations of the model that Kafka holds topics of
/// (`stream.generation`): the one that this instance learns, and those beside it.
///
/// Status 200 with `models`, in the order of their numbers: `generation`, whether it is learned
/// `here`, how many `instances` learn it (members of its consumer group, threads), how many records
/// of the ratings it is `behind`, `secondsLeft` until it has caught up, where two requests within a
/// minute tell, and its own `topics`. 503 if Kafka does not answer.
public final class ModelsEndpoint implements OperatorEndpoint {

  private final Backend backend;

  public ModelsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  private record Answer(List<Models.Generation> models) {}

  @Override
  public String path() {
    return "/v1/admin/models";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    Json.send(response, new Answer(backend.models().list()));
  }
}
