package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.demo.broker.EmbeddedKafka;
import dev.eddy.fixture.BuiltEddy;
import dev.eddy.fixture.Programs;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file tree of the container image, without a container engine: laid as `deploy/Dockerfile`
/// says, with its environment, and entered as its user, with a root file system that is read-only.
class ImageIT {

  private static final String SCRIPT = "src/test/resources/image/run";
  private static final String NOBODY_LISTENS = "127.0.0.1:" + EmbeddedKafka.freePorts()[0];

  @TempDir static Path folder;

  @BeforeAll
  static void needRoot() throws Exception {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "not root, who alone may lay and enter a file tree: the image is not run");
    Assumptions.assumeTrue(
        Programs.has("dpkg-query") && Programs.has("unshare"),
        "no Debian, whose packages the image's tree is made of: the image is not run");
    Assumptions.assumeTrue(
        new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0,
        "no mount namespaces here: the image is not run");
  }

  /// Returns the built Eddy as the Dockerfile copies it: without the demo's broker.
  private static Path installed() throws IOException {
    Path installed = folder.resolve("eddy");
    if (Files.notExists(installed)) {
      assertThat(Dockerfile.read().buildCommands()).endsWith("rm -r target/eddy/lib/demo");
      try {
        Path built = Path.of(System.getProperty("eddy.image")).toAbsolutePath();
        // With their times: the class data that was written down is of just these files.
        new ProcessBuilder("cp", "-a", built.toString(), installed.toString()).start().waitFor();
      } catch (InterruptedException e) {
        throw new IOException("interrupted while copying", e);
      }
      Utils.delete(installed.resolve("lib/demo").toFile());
    }
    return installed;
  }

  /// Starts a command in a tree of its own.
  private static BuiltEddy start(Map<String, String> variables, List<String> words)
      throws IOException {
    Dockerfile dockerfile = Dockerfile.read();
    Map<String, String> environment = new TreeMap<>(dockerfile.environment());
    environment.putAll(variables);
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                SCRIPT,
                Files.createTempDirectory(folder, "tree").toString(),
                installed().toString(),
                dockerfile.only("USER"),
                dockerfile.only("WORKDIR"),
                "--"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(words);
    return BuiltEddy.ofCommand(folder, command);
  }

  private static BuiltEddy run(String... words) throws Exception {
    return run(Map.of(), List.of(words));
  }

  private static BuiltEddy run(Map<String, String> variables, List<String> words)
      throws IOException, InterruptedException {
    BuiltEddy done = start(variables, words);
    done.await();
    return done;
  }

  private static List<String> entryPoint(String... arguments) throws IOException {
    List<String> words = new ArrayList<>(Dockerfile.read().words("ENTRYPOINT"));
    words.addAll(List.of(arguments));
    return words;
  }

  @Test
  void shouldBeNobodyWhoMayWriteNothingButItsVolumes() throws Exception {
    try (BuiltEddy who =
        run(
            "sh",
            "-c",
            "id -u; pwd; grep -E 'Cap(Eff|Bnd)|NoNewPrivs' /proc/self/status;"
                + " for at in / /opt/eddy /etc /var /tmp /var/lib/eddy; do"
                + " (echo >$at/file) 2>/dev/null && echo writes $at; done; true")) {
      assertThat(who.lines())
          .as(who.err())
          .containsExactly(
              "10001",
              "/var/lib/eddy",
              "CapEff:\t0000000000000000",
              "CapBnd:\t0000000000000000",
              "NoNewPrivs:\t1",
              "writes /tmp",
              "writes /var/lib/eddy");
    }
  }

  @Test
  void shouldTellItsVersionAndHelpAndUseTheClassesThatWereWrittenDown() throws Exception {
    try (BuiltEddy version =
        run(Map.of("EDDY_JAVA_OPTS", "-XX:AOTMode=on"), entryPoint("--version"))) {
      assertThat(version.exitCode()).as(version.err()).isZero();
      assertThat(version.lines().getFirst()).startsWith("eddy ");
    }
    try (BuiltEddy help = run(Map.of(), entryPoint("--help"))) {
      assertThat(help.exitCode()).as(help.err()).isZero();
      assertThat(help.lines()).anyMatch(line -> line.contains("serve"));
    }
    try (BuiltEddy wrong = run(Map.of("EDDY_SERVE_PORT", "http"), entryPoint("serve"))) {
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.err()).endsWith("eddy: serve.port is 'http', but must be a whole number\n");
    }
  }

  /// The native libraries too: RocksDB's and those of Kafka's compressions.
  @Test
  void shouldLearnWhatIsReplayed() throws Exception {
    int[] ports = EmbeddedKafka.freePorts();
    SharedKafka kafka = SharedKafka.namespace("image");
    Map<String, String> variables =
        Map.of(
            "EDDY_SERVE_HOST",
            "127.0.0.1",
            "EDDY_SERVE_PORT",
            Integer.toString(ports[0]),
            "EDDY_SERVE_OPERATIONS_PORT",
            Integer.toString(ports[1]),
            "EDDY_STREAM_BOOTSTRAP_SERVERS",
            kafka.bootstrapServers(),
            "EDDY_STREAM_NAMESPACE",
            kafka.names().namespace());
    try (BuiltEddy serve = start(variables, entryPoint("serve"));
        BuiltEddy replay =
            run(
                variables,
                List.of(
                    "sh",
                    "-c",
                    "eddy generate --users=20 --items=20 --ratings=100 --out=/tmp/w"
                        + " && eddy replay --ratings=/tmp/w/ratings.csv --json"))) {
      assertThat(replay.exitCode()).as(replay.err()).isZero();
      long published = replay.lastJson().get("published").asLong();
      assertThat(published).isPositive();
      URI at = URI.create(serve.awaitErr("Operations listen on (\\S+)"));
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(
              () ->
                  assertThat(get(at.resolve("/metrics")))
                      .contains("eddy_events_total{outcome=\"new\"} " + published + ".0"));
    }
  }

  private static String get(URI at) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void shouldMakeATokenWhereNobodySaysWhoMayWhat() throws Exception {
    int[] ports = EmbeddedKafka.freePorts();
    Map<String, String> variables =
        Map.of(
            "EDDY_SERVE_PORT", Integer.toString(ports[0]),
            "EDDY_SERVE_OPERATIONS_PORT", Integer.toString(ports[1]),
            "EDDY_STREAM_BOOTSTRAP_SERVERS", NOBODY_LISTENS);
    try (BuiltEddy serve = start(variables, entryPoint("serve"))) {
      String token = serve.awaitErr("Token, shown only once: (\\S+)");
      serve.awaitErr("Operations listen on (\\S+)");
      HttpRequest.Builder metrics =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports[1] + "/metrics"));
      try (HttpClient http = HttpClient.newHttpClient()) {
        assertThat(http.send(metrics.build(), HttpResponse.BodyHandlers.discarding()).statusCode())
            .isEqualTo(401);
        HttpRequest shown = metrics.header("Authorization", "Bearer " + token).build();
        assertThat(http.send(shown, HttpResponse.BodyHandlers.discarding()).statusCode())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void shouldSayThatTheDemosBrokerIsNotInstalled() throws Exception {
    try (BuiltEddy demo = run(Map.of(), entryPoint("demo", "--port=0"))) {
      assertThat(demo.exitCode()).as(demo.err()).isEqualTo(2);
      assertThat(demo.err()).contains("the demo's broker is not installed", "eddy serve");
    }
  }

  @Test
  void shouldSayThatNoBrokerAnswersAndBeAliveAndNotReady() throws Exception {
    String port = Integer.toString(EmbeddedKafka.freePorts()[0]);
    Map<String, String> variables =
        Map.of(
            "EDDY_SERVE_HOST",
            "127.0.0.1",
            "EDDY_SERVE_PORT",
            "0",
            "EDDY_SERVE_OPERATIONS_PORT",
            port,
            "EDDY_STREAM_BOOTSTRAP_SERVERS",
            NOBODY_LISTENS);
    try (BuiltEddy serve =
        start(variables, entryPoint(Dockerfile.read().words("CMD").getFirst()))) {
      serve.awaitErr("Operations listen on (\\S+)");
      assertThat(serve.awaitErr("No Kafka broker answers at (\\S+)")).contains(NOBODY_LISTENS);
      List<String> health = List.of("eddy-health");
      assertThat(Dockerfile.read().only("HEALTHCHECK")).endsWith("CMD [\"eddy-health\"]");
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(
              () -> {
                try (BuiltEddy alive = run(Map.of("EDDY_SERVE_OPERATIONS_PORT", port), health)) {
                  assertThat(alive.exitCode()).as(alive.err()).isZero();
                }
              });
      try (BuiltEddy ready = run("eddy-health", "127.0.0.1", port, "/health/ready")) {
        assertThat(ready.exitCode()).isEqualTo(1);
        assertThat(ready.lines().getFirst()).contains("503");
      }
      serve.interrupt();
      assertThat(serve.await()).isEqualTo(128 + 15);
    }
    try (BuiltEddy gone = run(Map.of("EDDY_SERVE_OPERATIONS_PORT", port), List.of("eddy-health"))) {
      assertThat(gone.exitCode()).isEqualTo(1);
    }
  }
}
