package dev.eddy.serve.users;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.event.TimeFormat;
import dev.eddy.event.UserEvent;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.serve.limit.UserWrites;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `POST /v1/ratings`: ratings in the format of the topic. `timestamp` may be left out and is
/// then the time of arrival.
///
/// | content type | body |
/// |---|---|
/// | `application/json` | one rating, or an array of up to 10,000; at most 4 MiB |
/// | `application/x-ndjson` | a rating a line, up to ten million lines by default |
/// | `text/csv` | a header that names the columns, then as many lines |
///
/// Of JSON none is published if one is invalid, and status 400 says which and why. Of lines the
/// others are published, and `errors` names those that were not. In lines an empty rating
/// withdraws, columns may be separated and called as in files, and `times` says how times are
/// written that are not milliseconds: `seconds`, `microseconds`, `nanoseconds`, `yyyymmdd`.
///
/// Status 202 once Kafka has acknowledged every rating (`acks=all`), with `accepted`, how many,
/// and `after`, to wait for them by; 400 if there is no valid one. 413 for a body that is too
/// large, 415 for another type, 429 if a user is written too often, 503 if Kafka does not
/// acknowledge.
public final class PostRatingsEndpoint implements Endpoint {

  private static final int MAX_BODY_BYTES = 4 << 20;
  private static final int MAX_RATINGS = 10_000;
  private static final String NDJSON = "application/x-ndjson";
  private static final String CSV = "text/csv";
  private static final Set<String> LINES = Set.of(NDJSON, CSV);
  private static final String TIMES = "times";

  private final Backend backend;
  private final UserWrites writes;
  private final int maxLines;

  /// Makes one.
  ///
  /// @param writes how often each user may be written
  /// @param maxLines of one body
  public PostRatingsEndpoint(Backend backend, UserWrites writes, int maxLines) {
    this.backend = backend;
    this.writes = writes;
    this.maxLines = maxLines;
  }

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
  public int maxBodyBytes() {
    return MAX_BODY_BYTES;
  }

  @Override
  public boolean takesLines(Request request) {
    return LINES.contains(Body.mediaType(request));
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    TimeFormat times = times(RequestParameters.of(request, TIMES));
    if (!request.hasBody()) {
      throw ProblemException.badBody("the body is missing; send a rating or an array of ratings");
    }
    BulkRatings.Answer answer =
        switch (Body.requireType(request, Body.JSON, NDJSON, CSV)) {
          case NDJSON, CSV ->
              new BulkRatings(backend, writes, maxLines).table(request.body(), times);
          default -> json(request);
        };
    if (answer.accepted() == 0) {
      throw ProblemException.badBody(
          "no rating is valid"
              + (answer.errors().isEmpty()
                  ? ": the body is empty"
                  : "; line %d: %s"
                      .formatted(
                          answer.errors().getFirst().line(), answer.errors().getFirst().detail())));
    }
    response.status(202);
    Json.send(response, answer);
  }

  /// Returns how times are written, or null for milliseconds and ISO 8601.
  private static TimeFormat times(RequestParameters parameters) {
    String label = parameters.choice(TIMES, "milliseconds", TimeFormat.labels());
    return label.equals("milliseconds") ? null : TimeFormat.ofLabel(label);
  }

  private BulkRatings.Answer json(Request request) throws IOException {
    JsonNode body = Body.parse(Body.bytes(request, MAX_BODY_BYTES));
    List<UserEvent> ratings = new ArrayList<>();
    if (body.isArray()) {
      if (body.size() > MAX_RATINGS) {
        throw ProblemException.badBody(
            "there are %d ratings, but at most %d are allowed in one request"
                .formatted(body.size(), MAX_RATINGS));
      }
      for (int i = 0; i < body.size(); i++) {
        ratings.add(rating(body.get(i), "rating " + i + ": "));
      }
    } else {
      ratings.add(rating(body, ""));
    }
    ratings.forEach(rating -> writes.count(rating.userId()));
    WriteToken after = ratings.isEmpty() ? WriteToken.NONE : backend.publish(ratings);
    return new BulkRatings.Answer(ratings.size(), 0, List.of(), after.toString());
  }

  private UserEvent rating(JsonNode node, String which) {
    if (!(node instanceof ObjectNode object)) {
      throw ProblemException.badBody(
          which + "the body must be a rating (a JSON object) or an array of ratings");
    }
    try {
      return NewRating.read(backend, object);
    } catch (ProblemException e) {
      throw ProblemException.badBody(which + e.getMessage());
    }
  }
}
