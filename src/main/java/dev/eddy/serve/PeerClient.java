package dev.eddy.serve;

import dev.eddy.store.ItemIndex;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Asks other instances, over connections that are kept. An instance that is asked answers from
/// what it has itself, so that no question goes round in circles.
final class PeerClient implements AutoCloseable {

  /// An instance that has not answered by then counts as gone.
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  /// The same for questions that read every user of an instance.
  private static final Duration LONG_DEADLINE = Duration.ofSeconds(10);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(DEADLINE)
          .executor(threads)
          .build();
  private final ItemIndex items;
  private final Counter answered;
  private final Counter failed;

  PeerClient(ItemIndex items, MeterRegistry registry) {
    this.items = items;
    answered = counter(registry, "answered");
    failed = counter(registry, "failed");
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("eddy.peer.requests")
        .description("Questions to other instances, by how they ended")
        .tag("outcome", outcome)
        .register(registry);
  }

  /// Asks an instance for the users of whom it learns or copies the partitions.
  ///
  /// @return those that it has, by id; nothing if it does not answer in time
  CompletableFuture<Map<String, UserState>> users(
      URI peer, Collection<String> userIds, boolean copies, WriteToken after) {
    byte[] body =
        Json.bytes(new PeerUsersEndpoint.Question(List.copyOf(userIds), copies, after.toString()));
    Duration deadline = after.offsets().isEmpty() ? DEADLINE : DEADLINE.plus(Users.LEARN_DEADLINE);
    return http.sendAsync(
            HttpRequest.newBuilder(peer.resolve(PeerUsersEndpoint.PATH))
                .timeout(deadline)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(this::read)
        .whenComplete((users, e) -> (e == null ? answered : failed).increment());
  }

  private Map<String, UserState> read(HttpResponse<byte[]> response) {
    requireOk(response);
    Map<String, UserState> users = new HashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(response.body()))) {
      while (in.available() > 0) {
        UserState user = UserWire.read(in, items);
        users.put(user.userId(), user);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return users;
  }

  /// Asks several instances the same and returns their answers.
  ///
  /// @throws ProblemException 503 if one does not answer
  <T> List<T> all(List<URI> peers, String target, Class<T> type) {
    List<CompletableFuture<T>> asked = new ArrayList<>();
    for (URI peer : peers) {
      asked.add(
          http.sendAsync(
                  HttpRequest.newBuilder(peer.resolve(target)).timeout(LONG_DEADLINE).build(),
                  HttpResponse.BodyHandlers.ofByteArray())
              .thenApply(response -> Json.read(requireOk(response).body(), type))
              .whenComplete((answer, e) -> (e == null ? answered : failed).increment()));
    }
    List<T> answers = new ArrayList<>();
    for (int i = 0; i < peers.size(); i++) {
      try {
        answers.add(asked.get(i).join());
      } catch (CompletionException e) {
        throw ProblemException.unavailable(
            "the instance at %s does not answer for its part of the users".formatted(peers.get(i)),
            e);
      }
    }
    return answers;
  }

  private static HttpResponse<byte[]> requireOk(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new UncheckedIOException(
          new IOException(response.uri() + " answered with status " + response.statusCode()));
    }
    return response;
  }

  @Override
  public void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }
}
