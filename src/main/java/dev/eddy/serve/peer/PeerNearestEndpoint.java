package dev.eddy.serve.peer;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.Arrays;
import java.util.stream.Collectors;

/// `GET /internal/users/nearest`: the users of this instance whose vectors point most in a
/// direction, for another instance. Never asks further. Status 200.
public final class PeerNearestEndpoint implements Endpoint {

  private static final String PATH = "/internal/users/nearest";

  /// One more than a caller may ask for, who is among the nearest.
  private static final int MOST = 1001;

  private final Backend backend;

  public PeerNearestEndpoint(Backend backend) {
    this.backend = backend;
  }

  static String target(double[] direction, int minCount, int n) {
    String numbers =
        Arrays.stream(direction)
            .mapToObj(value -> Float.toString((float) value))
            .collect(Collectors.joining(","));
    return PATH + "?direction=" + numbers + "&min-count=" + minCount + "&n=" + n;
  }

  @Override
  public Caller caller() {
    return Caller.INSTANCE;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "direction", "min-count", "n");
    double[] direction = parameters.numbers("direction", backend.model().userFactors());
    int minCount = parameters.whole("min-count", 0, 0, Integer.MAX_VALUE);
    int n = parameters.whole("n", 10, 0, MOST);
    Json.send(response, backend.localUsers().nearestUsers(direction, minCount, n));
  }
}
