package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.app.command.DeadLettersCommand;
import dev.eddy.app.command.ReplayCommand;
import dev.eddy.app.demo.broker.EmbeddedKafka;
import dev.eddy.app.demo.broker.KraftNode;
import dev.eddy.event.Rating;
import dev.eddy.fixture.Certificates;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.stream.StartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A Kafka that asks for a certificate and for a password (SASL over mutual TLS), and everything of
/// Eddy that asks it: streams, writes, the client that creates and lists topics, the commands.
@Tag("thorough")
class KafkaSecurityIT {

  private static final String PASSWORD = "what-the-broker-knows";

  @TempDir static Path folder;

  private static Certificates.Issued client;
  private static Path authority;
  private static KraftNode broker;
  private static String address;

  @BeforeAll
  static void start() throws Exception {
    Certificates certificates = new Certificates(Files.createDirectory(folder.resolve("tls")));
    Certificates.Issued server = certificates.issue("broker", "ip:127.0.0.1");
    client = certificates.issue("eddy", "ip:127.0.0.1");
    authority = certificates.authority();
    int[] ports = EmbeddedKafka.freePorts();
    address = "127.0.0.1:" + ports[0];
    Path log = folder.resolve("kafka");
    EmbeddedKafka.format(log, 1, Uuid.randomUuid().toString());
    Map<String, Object> properties = EmbeddedKafka.properties(log, 1, ports[0], ports[1]);
    properties.put(
        "listeners", "SASL_SSL://%s,CONTROLLER://127.0.0.1:%d".formatted(address, ports[1]));
    properties.put("advertised.listeners", "SASL_SSL://" + address);
    properties.put("inter.broker.listener.name", "SASL_SSL");
    properties.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT");
    properties.put("sasl.enabled.mechanisms", "PLAIN");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put(
        "listener.name.sasl_ssl.plain.sasl.jaas.config",
        login(PASSWORD).replace(";", " user_eddy=\"" + PASSWORD + "\";"));
    properties.put("ssl.client.auth", "required");
    properties.put("ssl.keystore.type", "PEM");
    properties.put("ssl.keystore.location", keyAndChain(server).toString());
    properties.put("ssl.truststore.type", "PEM");
    properties.put("ssl.truststore.location", authority.toString());
    broker = new KraftNode(new KafkaConfig(properties, false));
    broker.start();
  }

  @AfterAll
  static void stop() {
    broker.stop();
  }

  private static Path keyAndChain(Certificates.Issued issued) throws IOException {
    return Files.writeString(
        folder.resolve("server.pem"),
        Files.readString(issued.key()) + Files.readString(issued.certificate()));
  }

  private static String login(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"eddy\""
        + " password=\""
        + password
        + "\";";
  }

  /// Returns the settings of a client, as the chart writes them.
  private static Map<String, String> settings(String password) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("kafka.security.protocol", "SASL_SSL");
    settings.put("kafka.sasl.mechanism", "PLAIN");
    settings.put("kafka.sasl.jaas.config", login(password));
    settings.put("kafka.ssl.truststore.type", "PEM");
    settings.put("kafka.ssl.truststore.certificates", Files.readString(authority));
    settings.put("kafka.ssl.keystore.type", "PEM");
    settings.put("kafka.ssl.keystore.certificate.chain", Files.readString(client.certificate()));
    settings.put("kafka.ssl.keystore.key", Files.readString(client.key()));
    return settings;
  }

  private static int run(Object command, String... arguments) {
    return new CommandLine(command).execute(arguments);
  }

  private static Path file(Map<String, String> settings) throws IOException {
    return Files.writeString(
        folder.resolve("eddy.properties"),
        settings.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\n", "\\n"))
            .collect(Collectors.joining("\n")));
  }

  @Test
  void shouldShowKafkaWhoItIsWhereverItAsksIt() throws Exception {
    Map<String, String> settings = settings(PASSWORD);
    settings.put("stream.bootstrap-servers", address);
    settings.put("stream.partitions", "1");
    Path config = file(settings);
    try (RunningEddy eddy = RunningEddy.start(address, folder.resolve("state"), settings)) {
      Path ratings =
          Files.writeString(
              folder.resolve("ratings.csv"),
              "userId,itemId,rating\nann,m1,4\nann,m2,3\nbob,m1,5\n");
      assertThat(
              run(
                  new ReplayCommand(),
                  "--ratings",
                  ratings.toString(),
                  "--config",
                  config.toString()))
          .isZero();
      eddy.awaitSums(3);
      JsonNode written = rate(eddy, 4);
      assertThat(written.get("after").asText()).isNotEmpty();
      eddy.awaitSums(4);
      assertThat(eddy.get("/v1/users/ann/recommendations").get("coldStart").asBoolean()).isFalse();
      assertThat(eddy.get("/v1/admin/models").get("models")).hasSize(1);
      assertThat(deadLetters(config)).isEmpty();
      eddy.publisher().publish(Rating.of("bob", "m2", 99, 1));
      eddy.publisher().flush();
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(() -> assertThat(deadLetters(config)).contains("rating out of scale"));
    }
  }

  private static JsonNode rate(RunningEddy eddy, int rating) throws Exception {
    var answer =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/users/cleo/ratings/m1"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"rating\":" + rating + "}")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return new JsonMapper().readTree(answer.body());
  }

  private static String deadLetters(Path config) {
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(run(new DeadLettersCommand(), "list", "--config", config.toString())).isZero();
    } finally {
      System.setOut(out);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  private static void refuses(String name, Map<String, String> settings, String why) {
    assertThatThrownBy(() -> RunningEddy.start(address, folder.resolve(name), settings).close())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the broker at " + address)
        .hasMessageContaining(why)
        .hasMessageContaining("kafka.sasl.*")
        .hasMessageNotContaining("what-nobody-knows");
  }

  @Test
  void shouldSayThatTheBrokerRefusesItsPassword() throws Exception {
    refuses("wrong", settings("what-nobody-knows"), "Authentication failed");
  }

  @Test
  void shouldSayThatTheBrokerCannotBeBelieved() throws Exception {
    Map<String, String> settings = settings(PASSWORD);
    Certificates others = new Certificates(Files.createDirectory(folder.resolve("others")));
    settings.put("kafka.ssl.truststore.certificates", Files.readString(others.authority()));
    refuses("unbelieved", settings, "SSL handshake failed");
  }
}
