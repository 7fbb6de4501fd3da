package dev.eddy.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.settings.UsageException;
import dev.eddy.event.EventWriter;
import dev.eddy.event.Rating;
import dev.eddy.fixture.BrokerProcess;
import dev.eddy.fixture.RunningEddy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Sends malformed requests over every route and both ports, and malformed records to every topic that others
/// write, to one instance in this process. All figures but the first two must be zero.
@Command(
    name = "fuzz",
    description = "Sends malformed requests and records to an instance.",
    mixinStandardHelpOptions = true)
final class FuzzMeasurement implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int CALLERS = 16;
  private static final int PARTITIONS = 2;

  /// An answer that has not begun by then never will: it is longer than any time-out of the server.
  private static final int HANGS_MS = 40_000;

  /// A version of HTTP that nobody speaks is the caller's mistake, though its status is a 5xx.
  private static final int UNKNOWN_VERSION = 505;

  private static final int GOOD_USERS = 50;
  private static final int GOOD_ITEMS = 20;

  private static final List<String> TOPICS =
      List.of("ratings", "ratings", "ratings", "items", "users", "exposures");
  private static final List<String> VALUES =
      List.of(
          "{\"userId\":\"u1\",\"itemId\":\"m1\",\"rating\":4.5,\"timestamp\":1700000000000}",
          "{\"userId\":\"u2\",\"itemId\":\"m1\",\"kind\":\"play\",\"value\":3,\"timestamp\":1700000000001}",
          "{\"itemId\":\"m7\",\"title\":\"Heat\",\"genres\":[\"Crime\"],\"year\":1995}",
          "{\"userId\":\"u1\",\"age\":33,\"occupation\":\"writer\"}",
          "{\"requestId\":\"r\",\"userId\":\"u1\",\"items\":[\"m1\",\"m2\"],\"policy\":\"model\","
              + "\"timestamp\":1700000000000}");

  private static final Pattern ROUTE =
      Pattern.compile("eddy_http_request_duration_seconds_count\\{[^}]*endpoint=\"((?:[^\"{}]|\\{\\w+})+)\"");

  @Option(names = "--requests", defaultValue = "100000", paramLabel = "N")
  private int requests;

  @Option(names = "--records", defaultValue = "100000", paramLabel = "N")
  private int records;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "N")
  private long seed;

  private final AtomicInteger serverErrors = new AtomicInteger();
  private final AtomicInteger hangs = new AtomicInteger();
  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new FuzzMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (requests < 1 || requests > 10_000_000 || records < 1 || records > 10_000_000) {
      throw new UsageException("--requests and --records must be 1 to 10000000");
    }
    System.err.println("seed " + seed);
    ErrorCount errors = new ErrorCount();
    Path folder = Files.createTempDirectory("eddy-fuzz");
    try (BrokerProcess broker = new BrokerProcess(folder)) {
      broker.start();
      Map<String, String> settings = Map.of("stream.partitions", Integer.toString(PARTITIONS));
      try (RunningEddy eddy =
          RunningEddy.start(broker.bootstrapServers(), folder.resolve("state"), settings)) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        errors.setContext(root.getLoggerContext());
        errors.start();
        root.addAppender(errors);
        Set<Thread> streams = streamThreads();
        Thread producing = Thread.ofPlatform().start(() -> publish(broker.bootstrapServers()));
        attack(eddy);
        producing.join();
        report(eddy, streams, errors);
        root.detachAppender(errors);
      }
    } finally {
      Utils.delete(folder.toFile());
    }
    return 0;
  }

  /// Counts what the log calls an error.
  private static final class ErrorCount extends AppenderBase<ILoggingEvent> {

    private final AtomicInteger count = new AtomicInteger();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
        count.incrementAndGet();
      }
    }
  }

  private static Set<Thread> streamThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("StreamThread"))
        .collect(Collectors.toSet());
  }

  /// Returns all routes: each has a meter from the start.
  private static List<String> routes(RunningEddy eddy) throws IOException, InterruptedException {
    Set<String> routes = new TreeSet<>();
    Matcher found = ROUTE.matcher(eddy.send(HttpRequest.newBuilder(eddy.uri("/metrics"))).body());
    while (found.find()) {
      routes.add(found.group(1));
    }
    if (routes.isEmpty()) {
      throw new IllegalStateException("the metrics name no route");
    }
    return List.copyOf(routes);
  }

  private void attack(RunningEddy eddy) throws IOException, InterruptedException {
    List<String> routes = routes(eddy);
    int[] ports = {eddy.uri("/v1/items").getPort(), eddy.uri("/metrics").getPort()};
    System.err.printf("sending %,d requests over %d routes%n", requests, routes.size());
    AtomicInteger left = new AtomicInteger(requests);
    List<Thread> callers = new ArrayList<>();
    for (int n = 0; n < CALLERS; n++) {
      MalformedRequests malformed = new MalformedRequests(routes, new SplittableRandom(seed + n));
      callers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int more; (more = left.getAndDecrement()) > 0; ) {
                      send(ports[more % 2], malformed.next());
                    }
                  }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
  }

  /// Sends a request and waits until an answer begins, or the connection ends.
  private void send(int port, byte[] request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoLinger(true, 0); // so many connections would use up the ports otherwise
      socket.setSoTimeout(HANGS_MS);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      String answer = beginning(socket.getInputStream());
      String status = answer.matches("HTTP/1\\.[01] \\d{3}") ? answer.substring(9) : "closed";
      if (status.startsWith("5") && Integer.parseInt(status) != UNKNOWN_VERSION) {
        if (serverErrors.incrementAndGet() <= 10) {
          System.err.println(
              status + " for " + new String(request, StandardCharsets.ISO_8859_1).lines().findFirst());
        }
      }
      statuses.merge(status, 1, Integer::sum);
    } catch (SocketTimeoutException e) {
      if (hangs.incrementAndGet() <= 10) {
        System.err.println("hangs: " + new String(request, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      statuses.merge("closed", 1, Integer::sum); // before all was sent
    }
  }

  private static String beginning(InputStream in) throws IOException {
    return new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.ISO_8859_1);
  }

  private void publish(String bootstrapServers) {
    Garbler garbler = new Garbler(new SplittableRandom(seed));
    int apart = Math.max(1, records / (GOOD_USERS * GOOD_ITEMS));
    Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      int good = 0;
      for (int n = 0; n < records; n++) {
        var _ = producer.send(malformed(garbler));
        if (n % apart == 0 && good < GOOD_USERS * GOOD_ITEMS) {
          var _ = producer.send(good(good++));
        }
      }
      while (good < GOOD_USERS * GOOD_ITEMS) {
        var _ = producer.send(good(good++));
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> malformed(Garbler garbler) {
    String topic = garbler.oneOf(TOPICS);
    byte[] key =
        switch (garbler.below(4)) {
          case 0 -> null;
          case 1 -> garbler.bytes(garbler.below(400));
          default -> ("u" + garbler.below(50)).getBytes(StandardCharsets.UTF_8);
        };
    byte[] value = garbler.chance(0.02) ? null : garbler.document(garbler.oneOf(VALUES));
    Integer partition = topic.equals("ratings") && garbler.chance(0.3) ? 0 : null;
    return new ProducerRecord<>(topic, partition, key, value);
  }

  private static ProducerRecord<byte[], byte[]> good(int n) {
    String user = "good" + n / GOOD_ITEMS;
    Rating rating = Rating.of(user, "item" + n % GOOD_ITEMS, 4, System.currentTimeMillis());
    return new ProducerRecord<>(
        "ratings", user.getBytes(StandardCharsets.UTF_8), EventWriter.write(rating));
  }

  private void report(RunningEddy eddy, Set<Thread> streams, ErrorCount errors)
      throws IOException, InterruptedException {
    Await.until(LIMIT, "all is read", () -> lost(eddy) == 0 || isIdle(eddy));
    int dead = (int) streams.stream().filter(thread -> !thread.isAlive()).count();
    System.err.println("answers: " + new TreeMap<>(statuses));
    System.err.println("errors in the log: " + errors.count.get());
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("requests", requests);
    report.put("records", records);
    report.put("status_5xx", serverErrors.get());
    report.put("hangs", hangs.get());
    report.put("dead_threads", dead);
    report.put("good_records_lost", lost(eddy));
    report.put("errors_logged", errors.count.get());
    report.put("seed", seed);
    System.out.println(report);
  }

  private long readBefore = -1;

  /// Returns whether no record was read since it was last asked.
  private boolean isIdle(RunningEddy eddy) throws InterruptedException {
    Thread.sleep(2_000);
    long read = eddy.backend().outcomes().values().stream().mapToLong(Long::longValue).sum();
    boolean idle = read == readBefore;
    readBefore = read;
    return idle;
  }

  private static int lost(RunningEddy eddy) throws InterruptedException {
    int found = 0;
    try {
      for (int user = 0; user < GOOD_USERS; user++) {
        URI uri = eddy.uri("/v1/users/good" + user + "/ratings?n=1");
        found +=
            new JsonMapper()
                .readTree(eddy.send(HttpRequest.newBuilder(uri)).body())
                .path("total")
                .asInt();
      }
    } catch (IOException e) {
      System.err.println("the instance does not answer: " + e);
    }
    return GOOD_USERS * GOOD_ITEMS - found;
  }
}
