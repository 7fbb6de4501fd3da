package dev.eddy.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `PUT /v1/admin/brakes`: changes the brakes on the lists that this instance makes, until it
/// stops. Other instances keep theirs: ask each of them.
///
/// | field | allowed | default | meaning |
/// |---|---|---|---|
/// | `exploration` | 0–0.5 | as it is | how likely each place is drawn by chance |
/// | `thompson` | 0–3 | as it is | how far lists are drawn from what the model is not sure of |
/// | `popularityDiscount` | 0–2 | as it is | how much is taken off for being popular |
///
/// Status 200 with the brakes that are in force then. 400 for other fields or values, 413 beyond
/// 4 KiB, 415 for another type than JSON.
final class PutBrakesEndpoint implements OperatorEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(PutBrakesEndpoint.class);
  private static final int MAX_BODY_BYTES = 4096;

  private final BrakeLever lever;

  PutBrakesEndpoint(BrakeLever lever) {
    this.lever = lever;
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
    ObjectNode body =
        Body.object(request, MAX_BODY_BYTES, "exploration", "thompson", "popularityDiscount");
    Brakes now =
        lever.change(
            before ->
                new Brakes(
                    number(body, "exploration", before.exploration(), Brakes.MAX_EXPLORATION),
                    number(body, "thompson", before.thompson(), Brakes.MAX_THOMPSON),
                    number(
                        body,
                        "popularityDiscount",
                        before.popularityDiscount(),
                        Brakes.MAX_POPULARITY_DISCOUNT)));
    LOG.info("Brakes are {} now", now);
    Json.send(response, now);
  }

  private static double number(ObjectNode body, String name, double otherwise, double max) {
    return Body.number("", body, name, otherwise, 0, max);
  }
}
