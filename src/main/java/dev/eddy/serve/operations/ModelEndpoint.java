package dev.eddy.serve.operations;

import dev.eddy.factorization.model.Layer;
import dev.eddy.factorization.model.Model;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;
import java.util.Map;

/// `GET /v1/model`: which model learns here, its layers and their shapes, the settings it learns
/// with and how large it is. Status 200; no parameters.
///
/// Users are those of the partitions that this instance learns. A layer's shape is its rows and
/// columns; a vector or a bias of each user or item is a row.
public final class ModelEndpoint implements Endpoint {

  private final Backend backend;

  public ModelEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// A layer.
  record Shape(String name, List<Long> shape, long parameters) {}

  /// The answer.
  ///
  /// @param model its name
  /// @param signature what the content of rows depends on
  /// @param version grows with every merged row that is taken over
  /// @param settings all that start with `learning.` and `events.scale-`
  record Answer(
      String model,
      String signature,
      long version,
      int users,
      int items,
      long parameters,
      long bytes,
      List<Shape> layers,
      Map<String, String> settings) {}

  @Override
  public String path() {
    return "/v1/model";
  }

  @Override
  public Subject subject(Request request) {
    return Subject.NOBODY;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    Model model = backend.model();
    int users = backend.localUsers().users("", 0, 0).total();
    int items = backend.index().size();
    List<Shape> layers = model.layers().stream().map(layer -> shape(layer, users, items)).toList();
    long parameters = layers.stream().mapToLong(Shape::parameters).sum();
    Json.send(
        response,
        new Answer(
            model.name(),
            model.signature(),
            backend.index().version(),
            users,
            items,
            parameters,
            parameters * Float.BYTES,
            layers,
            backend.learningSettings()));
  }

  private static Shape shape(Layer layer, int users, int items) {
    return new Shape(
        layer.name(),
        List.of(layer.rows(users, items), (long) layer.outputs()),
        layer.parameters(users, items));
  }
}
