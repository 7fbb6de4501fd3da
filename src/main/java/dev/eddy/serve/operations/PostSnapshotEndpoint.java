package dev.eddy.serve.operations;

import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;

/// `POST /v1/admin/snapshots`: begins a snapshot of the model, as `eddy export` makes it, in a
/// folder of its own within the one that `snapshot.dir` names, on the disk of this instance. It
/// holds what users did, so it is written there and not sent.
///
/// The body is an empty JSON object, `{}`, so that a page of another site, which can post a form
/// but no JSON, cannot begin one.
///
/// Status 202 with the snapshot, see [SnapshotStateEndpoint]; 400 for a body that has fields or is
/// missing, 401 without a token, 409 while another snapshot is made, and where `snapshot.dir` names
/// no folder, 413 beyond 4 KiB, 415 for another type than JSON.
public final class PostSnapshotEndpoint implements OperatorEndpoint {

  private static final int MAX_BODY_BYTES = 4096;

  private final Backend backend;

  public PostSnapshotEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public String path() {
    return "/v1/admin/snapshots";
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters.of(request);
    Body.object(request, MAX_BODY_BYTES);
    response.status(202);
    Json.send(response, SnapshotAnswer.of(backend.snapshots().start()));
  }
}
