package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/// The project's own image, built with `deploy/Dockerfile`: two instances beside a Kafka. Where no
/// container engine answers, the class is skipped and says so; `ImageIT` runs the image's file
/// tree in any case.
@Testcontainers(disabledWithoutDocker = true)
class ContainerImageIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /// The build, from nothing, takes minutes.
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static ImageFromDockerfile image() throws IOException {
    ImageFromDockerfile image = new ImageFromDockerfile("eddy-test", false);
    for (String path : Dockerfile.read().copiedFromTheClone()) {
      image.withFileFromPath(path, Path.of(path));
    }
    return image.withFileFromPath("Dockerfile", Dockerfile.FILE);
  }

  @SuppressWarnings("resource") // the caller closes it
  private static GenericContainer<?> instance(
      ImageFromDockerfile image, Network network, String name) {
    return new GenericContainer<>(image)
        .withNetwork(network)
        .withNetworkAliases(name)
        .withEnv(
            Map.of(
                "EDDY_STREAM_BOOTSTRAP_SERVERS",
                "kafka:19092",
                "EDDY_SERVE_OPEN",
                "true",
                "EDDY_SERVE_ADVERTISED",
                name + ":8081"))
        .withTmpFs(Map.of("/tmp", "exec,mode=1777", "/var/lib/eddy", "uid=10001,gid=10001"))
        .withCreateContainerCmdModifier(create -> create.getHostConfig().withReadonlyRootfs(true))
        .withExposedPorts(8080, 8081)
        .waitingFor(Wait.forHttp("/health/ready").forPort(8081).withStartupTimeout(LIMIT));
  }

  private static HttpResponse<String> ask(
      GenericContainer<?> eddy, String path, HttpRequest.Builder request) throws Exception {
    URI uri =
        URI.create("http://%s:%d%s".formatted(eddy.getHost(), eddy.getMappedPort(8080), path));
    return HTTP.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void shouldAnswerForEveryUserFromEitherInstance() throws Exception {
    ImageFromDockerfile image = image();
    try (Network network = Network.newNetwork();
        KafkaContainer kafka =
            new KafkaContainer("apache/kafka:" + AppInfoParser.getVersion())
                .withNetwork(network)
                .withListener("kafka:19092");
        GenericContainer<?> first = instance(image, network, "eddy-1");
        GenericContainer<?> second = instance(image, network, "eddy-2")) {
      kafka.start();
      first.start();
      second.start();
      for (int user = 0; user < 20; user++) {
        String rating = "{\"userId\":\"u%d\",\"itemId\":\"Alien\",\"rating\":4}".formatted(user);
        assertThat(
                ask(
                        user % 2 == 0 ? first : second,
                        "/v1/ratings",
                        HttpRequest.newBuilder()
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(rating)))
                    .statusCode())
            .isEqualTo(202);
      }
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                for (GenericContainer<?> eddy : new GenericContainer<?>[] {first, second}) {
                  for (int user = 0; user < 20; user++) {
                    JsonNode ratings =
                        new JsonMapper()
                            .readTree(
                                ask(
                                        eddy,
                                        "/v1/users/u" + user + "/ratings",
                                        HttpRequest.newBuilder())
                                    .body());
                    assertThat(ratings.path("total").asInt()).as(ratings.toString()).isEqualTo(1);
                  }
                }
              });
    }
  }
}
