package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eddy.choice.Rank;
import dev.eddy.http.ClientNames;
import dev.eddy.http.Dispatcher;
import dev.eddy.http.FakeCall;
import dev.eddy.http.FakeResponse;
import dev.eddy.lists.Brakes;
import dev.eddy.serve.access.Access;
import dev.eddy.serve.access.AccessSettings;
import dev.eddy.serve.access.JwtSettings;
import dev.eddy.serve.access.Principal;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.access.TlsSettings;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.Lineup;
import dev.eddy.serve.items.BiasTracks;
import dev.eddy.serve.limit.LimitSettings;
import dev.eddy.serve.limit.Unhurried;
import dev.eddy.serve.peer.PeerClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Who may ask which endpoint: tokens are named by their roles here, `read`, `write+read`, and for
/// one user `read:ann`.
class GuardTest {

  private final FakeBackend backend = new FakeBackend(new Random(7));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PeerClient peers =
      new PeerClient(backend, Optional.empty(), Optional::empty, registry);
  private final ListAppender<ILoggingEvent> audited = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger("dev.eddy.audit");

  @BeforeEach
  void listen() {
    audited.start();
    log.addAppender(audited);
  }

  @AfterEach
  void close() {
    log.detachAppender(audited);
    peers.close();
  }

  private static Optional<Principal> holder(String token) {
    if (!token.matches("[a-z+]+(:.*)?")) {
      return Optional.empty();
    }
    String[] parts = token.split(":", 2);
    return Optional.of(
        new Principal(
            token.replaceAll("[^a-z]", "-"),
            Role.list(parts[0].replace('+', ',')),
            parts.length == 1 ? Optional.empty() : Optional.of(parts[1])));
  }

  private Dispatcher dispatcher(boolean openMetrics, boolean audit) {
    return dispatcher(openMetrics, audit, Unhurried.LIMITS);
  }

  private Dispatcher dispatcher(boolean openMetrics, boolean audit, LimitSettings limits) {
    ServeSettings settings =
        new ServeSettings(
            "127.0.0.1",
            0,
            0,
            "",
            List.of(),
            List.of(),
            0,
            0,
            Rank.RATING,
            Brakes.NONE,
            new AccessSettings("tokens", JwtSettings.NONE, false, "", openMetrics, audit),
            TlsSettings.NONE,
            limits);
    Access access = new Access(List.of(GuardTest::holder), Optional::empty);
    return new Dispatcher(
        ApiServer.routes(
                settings,
                Lineup.of(backend),
                List.of(new ServedModel(backend, peers, new BiasTracks(backend))),
                access,
                registry,
                () -> true)
            .operations());
  }

  private FakeResponse ask(String method, String target, String token) {
    FakeCall call = new FakeCall(method, target);
    if (!method.equals("GET") && !method.equals("DELETE")) {
      call.json("{\"rating\":4}");
    }
    if (token != null) {
      call.with("Authorization", "Bearer " + token);
    }
    FakeResponse response = new FakeResponse();
    assertThat(dispatcher(false, true).answer(call, response)).isTrue();
    return response;
  }

  @Test
  void shouldHoldATokenToItsRateAndOtherInstancesToNone() {
    Dispatcher dispatcher = dispatcher(false, true, Unhurried.withRequestsPerTokenSecond(1));
    List<Integer> statuses = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      statuses.add(statusOf(dispatcher, "/v1/model", "read"));
    }
    assertThat(statuses).startsWith(200).contains(429);
    assertThat(statusOf(dispatcher, "/v1/model", "read+write")).as("another token").isEqualTo(200);
    for (int n = 0; n < 5; n++) {
      assertThat(statusOf(dispatcher, "/v1/topology", "read+admin+peer")).isEqualTo(200);
    }
  }

  private static int statusOf(Dispatcher dispatcher, String target, String token) {
    FakeResponse response = new FakeResponse();
    FakeCall call = new FakeCall("GET", target).with("Authorization", "Bearer " + token);
    assertThat(dispatcher.answer(call, response)).isTrue();
    return response.status();
  }

  private record Operation(String method, String target, Set<String> roles) {}

  /// Returns what `openapi.yaml` names, with the roles that it says one of which is needed.
  private static List<Operation> operations() throws Exception {
    JsonNode paths =
        new YAMLMapper().readTree(Path.of("src/main/resources/openapi.yaml").toFile()).get("paths");
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        Set<String> roles = new LinkedHashSet<>();
        method
            .getValue()
            .get("security")
            .findValues("token")
            .forEach(token -> roles.add(token.get(0).asText()));
        operations.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey().replaceAll("\\{\\w+\\}", "7"),
                roles));
      }
    }
    return operations;
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void shouldAskForTheRolesThatTheContractNames(Role role) throws Exception {
    for (Operation operation : operations()) {
      FakeResponse response = ask(operation.method, operation.target, role.label());
      boolean may = operation.roles.isEmpty() || operation.roles.contains(role.label());
      assertThat(response.status() == 403).as(role + " " + operation).isNotEqualTo(may);
      assertThat(response.status()).as(operation.toString()).isNotIn(401, 500);
      if (!may) {
        assertThat(response.header("WWW-Authenticate"))
            .startsWith("Bearer error=\"insufficient_scope\", scope=\"");
        assertThat(response.json().get("detail").asText())
            .contains("the role " + String.join(" or ", operation.roles));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer 1", "Basic read", "read", "Bearerread"})
  void shouldAnswerNobodyWithoutATokenThatIsKnown(String shown) throws Exception {
    for (Operation operation : operations()) {
      FakeResponse response = new FakeResponse();
      FakeCall call = new FakeCall(operation.method, operation.target).with("Authorization", shown);
      dispatcher(false, true).answer(call, response);
      if (operation.roles.isEmpty()) {
        assertThat(response.status()).isNotEqualTo(401);
      } else {
        assertThat(response.status()).as(operation.toString()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
      }
    }
    assertThat(backend.written).isEmpty();
  }

  @Test
  void shouldSayWhetherATokenIsMissingOrWrong() {
    assertThat(ask("GET", "/v1/items", null).header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(ask("GET", "/v1/items", "1").header("WWW-Authenticate"))
        .isEqualTo("Bearer error=\"invalid_token\"");
    ask("DELETE", "/v1/users/u1", "read");
    assertThat(registry.get("eddy.access.refused").tag("reason", "unknown").counter().count())
        .isEqualTo(2);
    assertThat(registry.get("eddy.access.refused").tag("reason", "forbidden").counter().count())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/users/ann, 200",
    "GET, /v1/user?id=ann, 200",
    "GET, /v1/users/%61nn, 200",
    "GET, /v1/users/ann/recommendations, 200",
    "GET, /v1/users/ann/ratings, 200",
    "GET, /v1/user/ratings?id=ann, 200",
    "GET, /v1/items, 200",
    "GET, /v1/items/popular, 200",
    "GET, /v1/model, 200",
    "GET, /v1/accuracy, 200",
    "GET, /v1/events, 200",
    "GET, /v1/events?tail=0&item=m1, 200",
    "GET, /v1/events?user=ann, 200",
    "PUT, /v1/users/ann/ratings/m1, 202",
    "DELETE, /v1/user/ratings?id=ann&item=m1, 202",
    "GET, /v1/users/bob, 403",
    "GET, /v1/user?id=bob, 403",
    "GET, /v1/user?id=ann&id=bob, 400",
    "GET, /v1/users/Ann, 403",
    "GET, /v1/users/ann%20, 403",
    "GET, /v1/users/bob/recommendations, 403",
    "PUT, /v1/users/bob/ratings/m1, 403",
    "PUT, /v1/user/ratings?id=bob&item=ann, 403",
    "DELETE, /v1/users/bob, 403",
    "GET, /v1/users, 403",
    "GET, /v1/users/active, 403",
    "GET, /v1/users/ann/similar, 403",
    "GET, /v1/crosstab, 403",
    "GET, /v1/drift, 403",
    "GET, /v1/items/m1/ratings, 403",
    "GET, /v1/item/ratings?id=m1, 403",
    "GET, /v1/events?tail=1, 403",
    "GET, /v1/events?tail=1&user=ann, 403",
    "GET, /v1/events?user=bob, 403",
    "GET, /v1/events?user=ann&user=bob, 400",
    "POST, /v1/ratings, 403",
    "POST, /v1/exposures, 403",
    "POST, /v1/users/recommendations, 403",
    "PUT, /v1/items/m1, 403",
    "DELETE, /v1/items/m1, 403",
    "GET, /v1/admin/brakes, 403"
  })
  void shouldLetAUserAskForNobodyElse(String method, String target, int status) {
    FakeResponse response = ask(method, target, "read+write:ann");
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    if (status == 403) {
      assertThat(backend.written).isEmpty();
    }
  }

  @Test
  void shouldNoteWhatIsWrittenAndOperatedAndWhoDidIt() {
    ask("PUT", "/v1/users/secret-user/ratings/m1", "write");
    ask("DELETE", "/v1/users/secret-user", "read");
    ask("PUT", "/v1/admin/brakes", "1");
    ask("GET", "/v1/admin/models", "admin");
    ask("GET", "/v1/users/u1", "read");
    ask("GET", "/metrics", "read");
    assertThat(audited.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "PUT /v1/users/{user}/ratings/{item} by write from 127.0.0.1: done",
            "DELETE /v1/users/{user} by read from 127.0.0.1: refused with 403",
            "PUT /v1/admin/brakes by nobody from 127.0.0.1: refused with 401",
            "GET /v1/admin/models by admin from 127.0.0.1: done");
    assertThat(audited.list.getFirst().getMDCPropertyMap()).containsEntry("requestId", "fake-id");
  }

  @ParameterizedTest
  @CsvSource({"admin, '', admin", "admin, ', \"by\": \"ann\"', ann"})
  void shouldSayThatTheHolderOfTheTokenMovedBrakes(String token, String by, String who) {
    FakeCall call = new FakeCall("PUT", "/v1/admin/brakes").json("{\"exploration\":0.1" + by + "}");
    FakeResponse response = new FakeResponse();
    dispatcher(false, true).answer(call.with("Authorization", "Bearer " + token), response);
    assertThat(response.status()).as(response.text()).isEqualTo(200);
    assertThat(backend.written).containsExactly(who + " exploration set");
  }

  @Test
  void shouldTakeATokenForTheSameClientHoweverItIsWritten() {
    ClientNames clients =
        ApiServer.clients(new Access(List.of(GuardTest::holder), Optional::empty));
    FakeCall call = new FakeCall("GET", "/v1/items");
    assertThat(clients.name(call)).isEqualTo("127.0.0.1");
    assertThat(clients.name(call.with("Authorization", "Basic read"))).isEqualTo("127.0.0.1");
    String name = clients.name(call.with("Authorization", "Bearer read"));
    assertThat(clients.name(call.with("Authorization", "bearer  read"))).isEqualTo(name);
    assertThat(clients.name(call.with("Authorization", "Bearer write"))).isNotEqualTo(name);
    assertThat(ApiServer.clients(Access.OPEN).name(call)).isEqualTo("127.0.0.1");
  }

  @Test
  void shouldNoteNothingAndShowMetricsToEverybodyIfAskedTo() {
    Dispatcher open = dispatcher(true, false);
    FakeResponse metrics = new FakeResponse();
    open.answer(new FakeCall("GET", "/metrics"), metrics);
    assertThat(metrics.text()).isEqualTo("metric 1");
    open.answer(
        new FakeCall("DELETE", "/v1/users/u").with("Authorization", "Bearer write"),
        new FakeResponse());
    assertThat(backend.written).containsExactly("forget u");
    assertThat(audited.list).isEmpty();
  }

  @Test
  void shouldKnowRoleNamesOnly() {
    assertThat(Role.list("peer, read")).isEqualTo(EnumSet.of(Role.READ, Role.PEER));
    assertThat(Role.labels(Set.of(Role.ADMIN, Role.READ))).isEqualTo("read,admin");
  }
}
