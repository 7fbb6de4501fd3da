package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.challenger.Variant;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.Exposure;
import dev.eddy.http.Dispatcher;
import dev.eddy.http.FakeCall;
import dev.eddy.http.FakeResponse;
import dev.eddy.serve.access.Access;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.FakeChallenger;
import dev.eddy.serve.backend.Lineup;
import dev.eddy.serve.items.BiasTracks;
import dev.eddy.serve.peer.PeerClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which of two models answers a request, of which the first one serves.
class ChampionEndpointTest {

  private final FakeBackend first = new FakeBackend(new Random(7));
  private final FakeBackend second = new FakeBackend(new Random(7));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<PeerClient> peers = new ArrayList<>();
  private Dispatcher dispatcher;

  @BeforeEach
  void start() {
    second.generation = 2;
    Lineup lineup =
        new Lineup() {
          @Override
          public List<Backend> models() {
            return List.of(first, second);
          }

          @Override
          public Backend champion() {
            return first;
          }
        };
    List<ServedModel> models = Stream.of(first, second).map(this::served).toList();
    dispatcher =
        new Dispatcher(
            ApiServer.routes(FakeApi.settings(), lineup, models, Access.OPEN, registry, () -> true)
                .operations());
  }

  private ServedModel served(FakeBackend backend) {
    PeerClient client = new PeerClient(backend, Optional.empty(), Optional::empty, registry);
    peers.add(client);
    return new ServedModel(backend, client, new BiasTracks(backend));
  }

  @AfterEach
  void stop() {
    peers.forEach(PeerClient::close);
  }

  private FakeResponse ask(FakeCall call) {
    FakeResponse response = new FakeResponse();
    assertThat(dispatcher.answer(call, response)).isTrue();
    return response;
  }

  private FakeResponse askFor(String generation) {
    return ask(new FakeCall("GET", "/internal/users?n=5").with("Eddy-Generation", generation));
  }

  @Test
  void shouldAskForTheReadinessOfTheModelThatIsNamed() {
    second.isReady = false;
    assertThat(askFor("1").status()).isEqualTo(200);
    FakeResponse loading = askFor("2");
    assertThat(loading.status()).isEqualTo(503);
    assertThat(loading.text()).contains("still loading");
    first.isReady = false;
    second.isReady = true;
    assertThat(askFor("2").status()).isEqualTo(200);
    assertThat(askFor("1").status()).isEqualTo(503);
  }

  @Test
  void shouldSayThatItDoesNotLearnWhatIsNamed() {
    FakeResponse unknown = askFor("7");
    assertThat(unknown.status()).isEqualTo(503);
    assertThat(unknown.text()).contains("does not learn generation 7");
  }

  private static final double SHARE = 0.5;

  private static String user(Variant variant) {
    return IntStream.range(0, 1_000)
        .mapToObj(user -> "u" + user)
        .filter(user -> Variant.of(user, SHARE) == variant)
        .findFirst()
        .orElseThrow();
  }

  private FakeChallenger experiment() {
    FakeChallenger challenger = new FakeChallenger();
    challenger.share = SHARE;
    first.challenger = challenger;
    return challenger;
  }

  private FakeResponse list(Variant of) {
    return ask(new FakeCall("GET", "/v1/users/" + user(of) + "/recommendations"));
  }

  private void assertAnsweredBy(String variant, FakeBackend model, FakeResponse answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("variant").asText("none")).isEqualTo(variant);
    Exposure shown = model.served.getLast();
    assertThat(shown.variant()).isEqualTo(variant.equals("none") ? "treated" : variant);
    assertThat(shown.generation()).isEqualTo(model.generation);
    assertThat(shown.items()).isEqualTo(FakeApi.ids(answer.json()));
    first.served.clear();
    second.served.clear();
  }

  @Test
  void shouldLetTheChallengerServeItsShareOfTheUsers() {
    assertAnsweredBy("none", first, list(Variant.CHALLENGER));
    FakeChallenger challenger = experiment();
    assertAnsweredBy("challenger", second, list(Variant.CHALLENGER));
    assertAnsweredBy("champion", first, list(Variant.CHAMPION));
    challenger.share = 0;
    assertAnsweredBy("none", first, list(Variant.CHALLENGER));
  }

  @Test
  void shouldAnswerByTheChampionWhatTheChallengerCannot() {
    FakeChallenger challenger = experiment();
    challenger.isAble = false;
    assertAnsweredBy("champion", first, list(Variant.CHALLENGER));
    challenger.isAble = true;
    second.isReady = false; // it has just stopped
    assertAnsweredBy("champion", first, list(Variant.CHALLENGER));
    second.isReady = true;
    assertAnsweredBy("challenger", second, list(Variant.CHALLENGER));
  }

  @Test
  void shouldAnswerByTheChampionWhatTheChallengerFailsOf() {
    experiment();
    second.isBroken = true;
    assertAnsweredBy("champion", first, list(Variant.CHALLENGER));
  }

  @Test
  void shouldAnswerByTheChampionWhatTheChallengerDoesNotKnow() {
    experiment();
    first.put(new CatalogItem("new", "New", List.of(), 0, List.of(), false));
    String user = "/v1/users/" + user(Variant.CHALLENGER);
    assertThat(ask(new FakeCall("GET", user + "/because/new")).status()).isEqualTo(200);
    assertThat(ask(new FakeCall("GET", user + "/because/nobody")).status()).isEqualTo(404);
    second.isReady = false;
    FakeCall context =
        new FakeCall("POST", user + "/recommendations").json("{\"items\":[{\"itemId\":\"m1\"}]}");
    assertAnsweredBy("champion", first, ask(context));
    second.isReady = true;
    assertAnsweredBy("challenger", second, ask(context));
  }

  @Test
  void shouldSayNoVariantOfWhatNoModelChose() {
    experiment();
    String target = "/v1/users/" + user(Variant.CHALLENGER) + "/recommendations?policy=random";
    assertThat(ask(new FakeCall("GET", target)).json().has("variant")).isFalse();
    assertThat(second.served.getLast().variant()).isEqualTo("treated");
  }

  @Test
  void shouldNoteWhichModelMadeTheListsThatApplicationsTellOf() {
    experiment();
    for (String variant : List.of("champion", "challenger", "blue")) {
      String body = "{\"userId\":\"u1\",\"items\":[\"m1\"],\"variant\":\"%s\"}".formatted(variant);
      FakeCall call = new FakeCall("POST", "/v1/exposures").json(body);
      assertThat(ask(call).status()).isEqualTo(202);
    }
    assertThat(first.published).extracting(Exposure::generation).containsExactly(1, 2, 0);
    assertThat(first.published)
        .extracting(Exposure::variant)
        .containsExactly("champion", "challenger", "blue");
  }

  @Test
  void shouldLetNoClientChooseAModel() {
    FakeResponse answer = ask(new FakeCall("GET", "/v1/accuracy").with("Eddy-Generation", "2"));
    assertThat(answer.json().get("generation").asInt()).isEqualTo(1);
  }
}
