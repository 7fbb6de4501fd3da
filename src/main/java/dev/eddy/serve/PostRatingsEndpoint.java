package dev.eddy.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.Rejection;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `POST /v1/ratings`: one rating as a JSON object, or up to 10,000 as an array, in the format of
/// the topic. `timestamp` may be left out and is then the time of arrival.
///
/// Status 202 once Kafka has acknowledged every rating (`acks=all`), with `accepted`, how many.
/// Status 400 where one is invalid: the detail says which and why, and none is published. Status
/// 413 for a body over 4 MiB, 503 if Kafka does not acknowledge.
final class PostRatingsEndpoint implements Endpoint {

  private static final int MAX_BODY_BYTES = 4 << 20;
  private static final int MAX_RATINGS = 10_000;

  private final Backend backend;

  PostRatingsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(int accepted) {}

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public String path() {
    return "/v1/ratings";
  }

  @Override
  public boolean needsModel() {
    return false; // Kafka keeps what is written before the model is there
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws IOException {
    RequestParameters.of(request);
    JsonNode body = parse(read(request));
    List<Rating> ratings = new ArrayList<>();
    if (body.isArray()) {
      if (body.size() > MAX_RATINGS) {
        throw ProblemException.badBody(
            body.size() + " ratings, at most " + MAX_RATINGS + " are accepted at once");
      }
      for (int i = 0; i < body.size(); i++) {
        ratings.add(rating(body.get(i), "rating " + i + ": "));
      }
    } else {
      ratings.add(rating(body, ""));
    }
    backend.publish(ratings);
    response.status(202);
    Json.send(response, new Answer(ratings.size()));
  }

  private static byte[] read(ServerRequest request) throws IOException {
    if (!request.content().hasEntity()) {
      throw ProblemException.badBody(
          "the body is empty, it must be a rating or an array of ratings");
    }
    byte[] bytes = request.content().inputStream().readNBytes(MAX_BODY_BYTES + 1);
    if (bytes.length > MAX_BODY_BYTES) {
      throw ProblemException.tooLarge("the body has more than " + MAX_BODY_BYTES + " bytes");
    }
    return bytes;
  }

  private static JsonNode parse(byte[] bytes) throws IOException {
    try {
      JsonNode body = Json.MAPPER.readTree(bytes);
      if (body != null && (body.isObject() || body.isArray())) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw ProblemException.badBody("the body is not JSON: " + e.getOriginalMessage());
    }
    throw ProblemException.badBody("the body must be a rating or an array of ratings");
  }

  private Rating rating(JsonNode node, String which) {
    if (node instanceof ObjectNode object && !object.has("timestamp")) {
      object.put("timestamp", System.currentTimeMillis());
    }
    RatingEvent event = backend.read(node.toString().getBytes(StandardCharsets.UTF_8));
    if (event instanceof Rejection rejection) {
      throw ProblemException.badBody(
          which + rejection.reason().label() + ": " + rejection.detail());
    }
    return (Rating) event;
  }
}
