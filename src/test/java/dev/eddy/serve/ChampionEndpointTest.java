package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.http.Dispatcher;
import dev.eddy.http.FakeCall;
import dev.eddy.http.FakeResponse;
import dev.eddy.serve.access.Access;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.Lineup;
import dev.eddy.serve.items.BiasTracks;
import dev.eddy.serve.peer.PeerClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

  @Test
  void shouldLetNoClientChooseAModel() {
    FakeResponse answer = ask(new FakeCall("GET", "/v1/accuracy").with("Eddy-Generation", "2"));
    assertThat(answer.json().get("generation").asInt()).isEqualTo(1);
  }
}
