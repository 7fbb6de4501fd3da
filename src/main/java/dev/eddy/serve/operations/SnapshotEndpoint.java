package dev.eddy.serve.operations;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.Model;
import dev.eddy.http.Json;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.index.ItemIndex;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;

/// `GET /v1/admin/snapshots`: what is learned of the items, as it is now, for analysis elsewhere.
///
/// Status 200 with NDJSON: a line that says what it is (`model`, `items` and `mean`, the
/// offset of an average user), then a line an
/// item: `itemId`, `ratings`, `meanRating`, `bias` and `vector`, the numbers that lists are scanned
/// by. For the model `dot` a user's score of an item is the user's offset, the item's bias and the
/// product of both vectors; for `nn` the vector is the item's half of the hidden layer. Each item
/// is whole; items that change meanwhile are as they are when their line is written. 409 while
/// another snapshot is written, 503 until the model is loaded.
public final class SnapshotEndpoint implements OperatorEndpoint {

  private final Backend backend;
  private final Semaphore turn = new Semaphore(1);

  public SnapshotEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The first line.
  private record Head(String model, int items, float mean) {}

  /// A line.
  private record Line(String itemId, int ratings, Double meanRating, float bias, float[] vector) {}

  @Override
  public String path() {
    return "/v1/admin/snapshots";
  }

  @Override
  public boolean needsModel() {
    return true;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters.of(request);
    if (!turn.tryAcquire()) {
      throw ProblemException.conflict(
          "another snapshot is being written; try again when it is done");
    }
    try {
      send(response);
    } finally {
      turn.release();
    }
  }

  private void send(Response response) throws IOException {
    response.header("Content-Type", "application/x-ndjson");
    response.header("Cache-Control", "no-store");
    try (OutputStream out = new BufferedOutputStream(response.stream(), 1 << 16)) {
      write(out);
    }
  }

  private void write(OutputStream out) throws IOException {
    Model model = backend.model();
    ItemIndex index = backend.index();
    float[] shared = index.shared();
    float mean = model.scanOffset(shared, model.meanUser(shared));
    line(out, new Head(model.signature(), index.recommendable(), mean));
    for (int number = 1; number < index.numberedEnd(); number++) {
      MergedItem item = index.isItem(number) ? index.item(number) : null;
      if (item != null) {
        float[] vector = new float[model.scanLength()];
        float bias = model.scanVector(shared, item.values(), vector, 0);
        double meanRating = model.meanRating(item.values());
        line(
            out,
            new Line(
                index.id(number),
                item.count(),
                item.count() == 0 ? null : Json.round(meanRating),
                bias,
                vector));
      }
    }
  }

  private static void line(OutputStream out, Object value) throws IOException {
    out.write(Json.bytes(value));
    out.write('\n');
  }
}
