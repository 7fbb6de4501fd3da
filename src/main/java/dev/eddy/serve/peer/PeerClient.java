package dev.eddy.serve.peer;

import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.jetty.JettyClient;
import dev.eddy.http.jetty.TlsMaterial;
import dev.eddy.index.ItemIndex;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.backend.WriteToken;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks other instances, over connections that are kept. An instance that is asked answers from
/// what it has itself, so that no question goes round in circles.
public final class PeerClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PeerClient.class);

  /// The header that names the generation whose users are asked for: instances change over to
  /// another one at moments of their own.
  public static final String GENERATION = "Eddy-Generation";

  /// An instance that has not answered by then counts as gone.
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  /// The same for questions that read every user of an instance.
  private static final Duration LONG_DEADLINE = Duration.ofSeconds(10);

  /// One that does not even accept a connection by then is gone.
  private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(1);

  /// A connection that nobody needs for so long is closed.
  private static final Duration KEPT = Duration.ofSeconds(10);

  private static final Executor VIRTUAL = Thread::startVirtualThread;

  private final JettyClient http;
  private final boolean isSecured;
  private final ItemIndex items;
  private final Counter answered;
  private final Counter failed;

  /// Makes one.
  ///
  /// @param backend the model whose users are asked for
  /// @param tls how to know peers and to be known by them; empty where they answer without TLS
  /// @param token which it shows to others, as it is now; empty for none
  public PeerClient(
      Backend backend,
      Optional<TlsMaterial> tls,
      Supplier<Optional<String>> token,
      MeterRegistry registry) {
    http =
        new JettyClient(
            CONNECT_DEADLINE,
            KEPT,
            tls,
            token,
            Map.of(GENERATION, Integer.toString(backend.generation())));
    isSecured = tls.isPresent();
    items = backend.index();
    answered = counter(registry, "answered");
    failed = counter(registry, "failed");
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("eddy.peer.requests")
        .description("Requests to other instances, by outcome")
        .tag("outcome", outcome)
        .register(registry);
  }

  /// Asks instances, all at once, for users of whom they learn or copy the partitions.
  ///
  /// @param questions the ids of users, by whom to ask for them
  /// @return those that were found, by id; none of an instance that does not answer in time
  Map<String, UserState> users(Map<URI, List<String>> questions, boolean copies, WriteToken after) {
    Duration deadline = after.offsets().isEmpty() ? DEADLINE : DEADLINE.plus(Users.LEARN_DEADLINE);
    Map<String, UserState> users = new HashMap<>();
    List<Answer<Map<String, UserState>>> answers =
        all(
            List.copyOf(questions.keySet()),
            peer -> {
              List<String> userIds = questions.get(peer);
              byte[] body = Json.bytes(new PeerUsersEndpoint.Question(userIds, copies));
              URI uri = peer.resolve(PeerUsersEndpoint.target(after));
              return read(send(Method.POST, uri, body, deadline));
            });
    for (Answer<Map<String, UserState>> answer : answers) {
      if (answer.failure == null) {
        users.putAll(answer.value);
      } else {
        LOG.debug("The instance at {} does not answer", answer.peer, answer.failure);
      }
    }
    return users;
  }

  private Map<String, UserState> read(byte[] body) throws IOException {
    Map<String, UserState> users = new HashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
      while (in.available() > 0) {
        UserState user = UserWire.read(in, items);
        users.put(user.userId(), user);
      }
    }
    return users;
  }

  /// Asks several instances the same, all at once, and returns their answers.
  ///
  /// @throws ProblemException 503 if one does not answer
  <T> List<T> all(List<URI> peers, String target, Class<T> type) {
    List<T> values = new ArrayList<>();
    for (Answer<T> answer :
        all(
            peers,
            peer ->
                Json.read(
                    send(Method.GET, peer.resolve(target), new byte[0], LONG_DEADLINE), type))) {
      if (answer.failure != null) {
        throw ProblemException.unavailable(
            "the instance at %s does not answer for its users; try again".formatted(answer.peer),
            answer.failure);
      }
      values.add(answer.value);
    }
    return values;
  }

  /// A question to one instance.
  private interface Question<T> {
    T ask(URI peer) throws IOException;
  }

  /// An answer, or why there is none.
  private record Answer<T>(URI peer, T value, Exception failure) {}

  /// The last one is asked by the caller's own thread: as a rule it is the only one.
  private <T> List<Answer<T>> all(List<URI> peers, Question<T> question) {
    List<CompletableFuture<Answer<T>>> others =
        peers.stream()
            .limit(Math.max(0, peers.size() - 1))
            .map(peer -> CompletableFuture.supplyAsync(() -> ask(peer, question), VIRTUAL))
            .toList();
    List<Answer<T>> answers = new ArrayList<>();
    if (!peers.isEmpty()) {
      answers.add(ask(peers.getLast(), question));
    }
    others.forEach(other -> answers.add(other.join()));
    return answers;
  }

  private <T> Answer<T> ask(URI peer, Question<T> question) {
    try {
      T value = question.ask(peer);
      answered.increment();
      return new Answer<>(peer, value, null);
    } catch (IOException | RuntimeException e) {
      failed.increment();
      return new Answer<>(peer, null, e);
    }
  }

  /// Sends a request, and once more if it failed at once: an instance that has started again, or
  /// has not heard of this one for long, closes connections that were kept. All questions only
  /// read, so that one may be asked twice.
  private byte[] send(Method method, URI peer, byte[] body, Duration deadline) throws IOException {
    URI uri = isSecured ? URI.create("https" + peer.toString().substring("http".length())) : peer;
    long startNs = System.nanoTime();
    try {
      return http.ask(method, uri, body, deadline);
    } catch (IOException e) {
      Duration left = deadline.minusNanos(System.nanoTime() - startNs);
      if (left.compareTo(deadline.dividedBy(2)) < 0) {
        throw e;
      }
      return http.ask(method, uri, body, left);
    }
  }

  /// Shows another certificate to peers from now on.
  ///
  /// @throws IllegalArgumentException if it cannot be used
  public void use(TlsMaterial material) {
    http.use(material);
  }

  @Override
  public void close() {
    http.close();
  }
}
