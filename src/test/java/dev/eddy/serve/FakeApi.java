package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.choice.Rank;
import dev.eddy.fixture.OpenApi;
import dev.eddy.http.Dispatcher;
import dev.eddy.http.FakeCall;
import dev.eddy.http.FakeResponse;
import dev.eddy.lists.Brakes;
import dev.eddy.serve.access.Access;
import dev.eddy.serve.access.AccessSettings;
import dev.eddy.serve.access.Principal;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.access.TlsSettings;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.Lineup;
import dev.eddy.serve.items.BiasTracks;
import dev.eddy.serve.limit.Unhurried;
import dev.eddy.serve.peer.PeerClient;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/// All endpoints in front of a fake instance, without a socket. Whatever they answer is held
/// against `openapi.yaml`.
public final class FakeApi implements AutoCloseable {

  /// What lets its holder do everything.
  public static final String TOKEN = "only.for-operators_1";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final OpenApi document = new OpenApi();
  private final PeerClient peers;
  private final Dispatcher dispatcher;

  /// Puts the endpoints in front of an instance.
  public FakeApi(FakeBackend backend) throws IOException {
    peers = new PeerClient(backend, Optional.empty(), Optional::empty, registry);
    Access access = new Access(List.of(FakeApi::holder), Optional::empty);
    dispatcher =
        new Dispatcher(
            ApiServer.routes(
                    settings(),
                    Lineup.of(backend),
                    List.of(new ServedModel(backend, peers, new BiasTracks(backend))),
                    access,
                    registry,
                    () -> true)
                .operations());
  }

  private static Optional<Principal> holder(String token) {
    return token.equals(TOKEN)
        ? Optional.of(new Principal("operator", EnumSet.allOf(Role.class), Optional.empty()))
        : Optional.empty();
  }

  /// Returns settings that let pages of one site ask.
  static ServeSettings settings() {
    return new ServeSettings(
        "127.0.0.1",
        0,
        0,
        "",
        List.of(),
        List.of("https://shop.example"),
        0,
        0,
        Rank.RATING,
        Brakes.NONE,
        AccessSettings.NONE,
        TlsSettings.NONE,
        Unhurried.LIMITS);
  }

  /// Returns the document.
  public OpenApi document() {
    return document;
  }

  /// Returns the operations that are served to applications and operators.
  Set<String> served() {
    Set<String> served = new TreeSet<>();
    for (Timer timer : registry.get("eddy.http.request.duration").timers()) {
      String endpoint = timer.getId().getTag("endpoint");
      if (!endpoint.contains(" /internal/")) {
        served.add(endpoint);
      }
    }
    return served;
  }

  /// Asks as somebody would who may do everything.
  public FakeResponse send(FakeCall call) {
    FakeResponse response = answer(call.with("Authorization", "bearer " + TOKEN));
    document.check(
        document.operation(call.method(), call.path()),
        call.path() + "?" + call.query(),
        response.status(),
        response.header("Content-Type"),
        response.text());
    return response;
  }

  /// Returns what is answered, whatever it is.
  FakeResponse answer(FakeCall call) {
    FakeResponse response = new FakeResponse();
    assertThat(dispatcher.answer(call, response)).isTrue();
    return response;
  }

  /// Asks for what must be there.
  public JsonNode get(String target) {
    return ok(new FakeCall("GET", target));
  }

  /// Asks with a body of JSON for what must succeed.
  public JsonNode ok(String method, String target, String json) {
    return ok(new FakeCall(method, target).json(json));
  }

  /// Asks for what must succeed.
  public JsonNode ok(FakeCall call) {
    FakeResponse response = send(call);
    assertThat(response.status())
        .as("%s?%s %s", call.path(), call.query(), response.text())
        .isBetween(200, 202);
    return response.json();
  }

  /// Asks for what must be refused, and returns why it was.
  public String refused(int status, FakeCall call) {
    FakeResponse response = send(call);
    assertThat(response.status())
        .as("%s?%s %s", call.path(), call.query(), response.text())
        .isEqualTo(status);
    return response.json().get("detail").asText();
  }

  /// Asks for what must be refused, and returns why it was.
  public String refused(int status, String target) {
    return refused(status, new FakeCall("GET", target));
  }

  /// Returns the ids of a list of items.
  public static List<String> ids(JsonNode answer) {
    return StreamSupport.stream(answer.get("items").spliterator(), false)
        .map(entry -> (entry.has("item") ? entry.get("item") : entry).get("itemId").asText())
        .toList();
  }

  /// Returns the number in an id such as `m7`.
  public static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  @Override
  public void close() {
    peers.close();
  }
}
