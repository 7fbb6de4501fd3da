package dev.eddy.app.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.lists.Brake;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What people of a world, and their operator, ask of a running instance over HTTP. Used by one
/// thread.
final class ServedLists {

  private static final int LIST = 10;
  private static final int BUSY = 503;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final URI applications;
  private final URI operations;
  private long served;
  private long refused;

  /// @param applications where applications ask
  /// @param operations where operators ask
  ServedLists(URI applications, URI operations) {
    this.applications = applications;
    this.operations = operations;
  }

  /// Returns a list for a user, which counts as shown; an empty one where the instance is too busy.
  ///
  /// @throws CommandFailedException if there is another answer, or none
  List<String> of(String userId) {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(
                applications.resolve("/v1/users/%s/recommendations?n=%d".formatted(userId, LIST))));
    if (answer.statusCode() == BUSY) {
      refused++;
      return List.of();
    }
    List<String> items = new ArrayList<>();
    for (JsonNode item : read(answer).get("items")) {
      items.add(item.get("itemId").asText());
    }
    served += items.isEmpty() ? 0 : 1;
    return items;
  }

  /// Moves brakes, as an operator does.
  ///
  /// @throws CommandFailedException if they are not moved
  void move(Map<Brake, Double> brakes) {
    var body = json.createObjectNode().put("by", "demo");
    brakes.forEach((brake, value) -> body.put(brake.field(), value));
    read(
        send(
            HttpRequest.newBuilder(operations.resolve("/v1/admin/brakes"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new CommandFailedException("the instance does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while the instance answers", e);
    }
  }

  private JsonNode read(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new CommandFailedException(
          "%s is answered with status %d: %s"
              .formatted(answer.request().uri(), answer.statusCode(), answer.body()));
    }
    try {
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new CommandFailedException(answer.request().uri() + " is not answered with JSON", e);
    }
  }

  /// Returns how many lists were served that were not empty.
  long served() {
    return served;
  }

  /// Returns how often the instance was too busy.
  long refused() {
    return refused;
  }
}
