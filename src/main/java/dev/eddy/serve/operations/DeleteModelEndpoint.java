package dev.eddy.serve.operations;

import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Models;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `DELETE /v1/admin/models/{generation}`: deletes what Kafka holds of a generation of the model
/// that nobody learns any more: its topics, the changelogs of its state included, and its consumer
/// group. The ratings stay, so it can be learned again, from the beginning, once the folder of its
/// state is removed from the disks of the instances that learned it.
///
/// Status 200 with `generation` and the deleted `topics`; 401 without a token,
/// and where no tokens are set; 404 for one that Kafka holds no topics of,
/// 409 for one that somebody learns, 503 if Kafka does not answer.
public final class DeleteModelEndpoint implements OperatorEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(DeleteModelEndpoint.class);

  private final Backend backend;

  public DeleteModelEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Method method() {
    return Method.DELETE;
  }

  @Override
  public String path() {
    return "/v1/admin/models/{generation}";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request);
    int number = parameters.pathWhole("generation", 1, 999_999_999);
    Models.Generation generation =
        backend.models().list().stream()
            .filter(any -> any.generation() == number)
            .findFirst()
            .orElseThrow(
                () -> ProblemException.notFound("Kafka has no topics of generation " + number));
    if (generation.hasLearners()) {
      throw ProblemException.conflict(
          "generation %d is being learned%s; stop the instances that learn it first"
              .formatted(number, generation.here() ? " here" : " by another instance"));
    }
    backend.models().delete(generation);
    LOG.info("Deleted generation {}: {}", number, generation.topics());
    Json.send(response, generation);
  }
}
