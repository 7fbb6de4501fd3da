package dev.eddy.stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/// What Kafka's clients, Kafka Streams and RocksDB measure, as meters: of some 400 measures those
/// that tell an operator something, since reading all of them takes longer than answering queries
/// may be held up. They come and go with tasks, so they are looked up again and again.
///
/// A meter is named as Kafka names the measure, `kafka.consumer.fetch.manager.records.lag`, with
/// the labels that tell it from others and no more.
final class KafkaMeters {

  /// By the group of the measures, without `-metrics`.
  private static final Map<String, Set<String>> CHOSEN =
      Map.of(
          "consumer-fetch-manager",
          Set.of("records-lag", "records-consumed-total", "fetch-latency-avg"),
          "consumer-coordinator",
          Set.of(
              "rebalance-total",
              "rebalance-latency-max",
              "failed-rebalance-total",
              "last-heartbeat-seconds-ago",
              "assigned-partitions"),
          "producer",
          Set.of(
              "record-send-total",
              "record-error-total",
              "record-retry-total",
              "request-latency-avg",
              "txn-commit-time-ns-total"),
          "stream",
          Set.of("alive-stream-threads", "failed-stream-threads"),
          "stream-thread",
          Set.of(
              "commit-latency-avg",
              "commit-latency-max",
              "process-ratio",
              "poll-ratio",
              "commit-ratio",
              "punctuate-ratio"),
          "stream-task",
          Set.of(
              "restore-total",
              "restore-remaining-records-total",
              "dropped-records-total",
              "active-buffer-count"),
          "stream-state-updater",
          Set.of("active-restoring-tasks", "standby-updating-tasks", "restore-records-rate"),
          "stream-state",
          Set.of(
              "block-cache-usage",
              "block-cache-capacity",
              "block-cache-pinned-usage",
              "size-all-mem-tables",
              "estimate-table-readers-mem",
              "total-sst-files-size",
              "estimate-num-keys",
              "num-running-compactions",
              "num-running-flushes",
              "estimate-pending-compaction-bytes",
              "background-errors"));

  /// Tags that tell nothing, or nothing that the others do not tell.
  private static final Set<String> SUPERFLUOUS = Set.of("kafka-version", "process-id");

  /// What is left to be restored is called a total and gets less.
  private static final Pattern COUNTERS =
      Pattern.compile("(?!.*remaining).*-total|failed-stream-threads");

  private final MeterRegistry registry;
  private final Map<Meter.Id, Metric> bound = new HashMap<>();

  KafkaMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /// Registers what is new and removes what is gone. One thread at a time.
  ///
  /// @param metrics what is measured now
  @SuppressWarnings("ReferenceEquality") // the very object is asked, or a dead one
  void refresh(Iterable<? extends Metric> metrics) {
    Map<Meter.Id, Metric> wanted = new HashMap<>();
    for (Metric metric : metrics) {
      if (isChosen(metric.metricName())) {
        wanted.put(id(metric.metricName()), metric);
      }
    }
    // A task that has moved to another thread is measured by another object under the same id.
    for (Meter.Id id : List.copyOf(bound.keySet())) {
      if (wanted.get(id) != bound.get(id)) {
        registry.remove(id);
        bound.remove(id);
      }
    }
    wanted.forEach(
        (id, metric) -> {
          if (bound.putIfAbsent(id, metric) == null) {
            register(id, metric);
          }
        });
  }

  /// Measures that are no numbers, such as a state in words, are left out. The lag is measured
  /// twice, for a consumer as a whole without saying of what.
  private static boolean isChosen(MetricName name) {
    return CHOSEN.getOrDefault(group(name), Set.of()).contains(name.name())
        && !(name.name().startsWith("records-") && !name.tags().containsKey("topic"));
  }

  private static String group(MetricName name) {
    return without(name.group(), "-metrics");
  }

  /// A pattern for this would be compiled a thousand times a second, and cost more than all else.
  private static String without(String name, String end) {
    return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
  }

  private static Meter.Id id(MetricName name) {
    boolean counts = COUNTERS.matcher(name.name()).matches();
    String measured = counts ? name.name() : without(name.name(), "-total");
    return new Meter.Id(
        "kafka." + (group(name) + '.' + measured).replace('-', '.'),
        tags(name),
        null,
        name.description(),
        counts ? Meter.Type.COUNTER : Meter.Type.GAUGE);
  }

  private static Tags tags(MetricName name) {
    List<Tag> tags = new ArrayList<>();
    name.tags()
        .forEach(
            (key, value) -> {
              boolean known = key.equals("thread-id") && name.tags().containsKey("task-id");
              if (!SUPERFLUOUS.contains(key) && !known) {
                tags.add(Tag.of(key.replace('-', '.'), value));
              }
            });
    return Tags.of(tags);
  }

  private void register(Meter.Id id, Metric metric) {
    if (id.getType() == Meter.Type.COUNTER) {
      FunctionCounter.builder(id.getName(), metric, KafkaMeters::value)
          .tags(id.getTags())
          .description(id.getDescription())
          .register(registry);
    } else {
      Gauge.builder(id.getName(), metric, KafkaMeters::value)
          .tags(id.getTags())
          .description(id.getDescription())
          .register(registry);
    }
  }

  private static double value(Metric metric) {
    return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
