package dev.eddy.serve.operations;

import dev.eddy.http.Json;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;

/// `GET /v1/admin/snapshots/{number}`: how far a snapshot is that `POST /v1/admin/snapshots` began.
///
/// Status 200 with its `number`, its `folder` on the disk of the instance, its `state` (`running`,
/// `done` or `failed`), the `step` that it is at with how many are `done` of how many in `total`,
/// and the `problem` if it failed. 401 without a token; 404 for one that this instance has not
/// begun since it started.
public final class SnapshotStateEndpoint implements OperatorEndpoint {

  private final Backend backend;

  public SnapshotStateEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public String path() {
    return "/v1/admin/snapshots/{number}";
  }

  @Override
  public void handle(Request request, Response response) {
    int number = RequestParameters.of(request).pathWhole("number", 1, Integer.MAX_VALUE);
    Json.send(
        response,
        backend
            .snapshots()
            .find(number)
            .map(SnapshotAnswer::of)
            .orElseThrow(
                () ->
                    ProblemException.notFound(
                        "this instance has begun no snapshot %d since it started"
                            .formatted(number))));
  }
}
