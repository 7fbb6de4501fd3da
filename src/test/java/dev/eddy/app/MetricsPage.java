package dev.eddy.app;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The page `docs/metrics.md`, made from what an instance answers at `/metrics`.
final class MetricsPage {

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  /// Sections in their order: what names start with, title, explanation.
  private static final List<Section> SECTIONS =
      List.of(
          new Section(
              "eddy_",
              "Eddy",
              "What Eddy itself counts and times. Counters begin at 0 when the process starts."),
          new Section(
              "kafka_stream_state_(?!updater)",
              "RocksDB",
              "Stores, by `rocksdb_state_id` and `task_id`. All stores of a process share one block"
                  + " cache, so its size is not to be summed."),
          new Section(
              "kafka_stream_",
              "Kafka Streams",
              "Threads and tasks. A task is a part of the topology (the first number) for a"
                  + " partition (the second). Ratios are of the time of a thread."),
          new Section(
              "kafka_",
              "Kafka's clients",
              "Consumers and producers of the stream, by `client_id`."),
          new Section("jvm_", "Java", "The virtual machine, by Micrometer."),
          new Section("", "Process and machine", "By Micrometer."));

  private final Map<String, Family> families = new TreeMap<>();

  private record Section(String pattern, String title, String text) {}

  /// What is exported under one name.
  private static final class Family {
    private String type = "";
    private String meaning = "";
    private final TreeSet<String> labels = new TreeSet<>();
  }

  private MetricsPage() {}

  static MetricsPage of(String scraped) {
    MetricsPage page = new MetricsPage();
    String name = "";
    for (String line : scraped.lines().toList()) {
      if (line.startsWith("# ")) {
        String[] words = line.split(" ", 4);
        name = words[2];
        Family family = page.families.computeIfAbsent(name, _ -> new Family());
        String text = words.length > 3 ? words[3].strip() : "";
        if (words[1].equals("TYPE")) {
          family.type = text;
        } else {
          family.meaning = text;
        }
      } else {
        Matcher labels = LABEL.matcher(line.substring(0, line.lastIndexOf(' ')));
        while (labels.find()) {
          if (!labels.group(1).equals("le")) {
            page.families.get(name).labels.add(labels.group(1));
          }
        }
      }
    }
    // Which collector runs, and which of its phases there were, is the machine's choice.
    page.families.keySet().removeIf(n -> n.startsWith("jvm_gc_concurrent_phase"));
    return page;
  }

  List<String> withoutMeaning() {
    return families.entrySet().stream()
        .filter(entry -> entry.getValue().meaning.isBlank())
        .map(Map.Entry::getKey)
        .toList();
  }

  String toMarkdown() {
    StringBuilder page =
        new StringBuilder(
            """
            # Metrics

            What `/metrics` tells, as Prometheus names it. A histogram has `_bucket` with the label `le`, `_sum` and `_count`; a summary `_sum`
            and `_count`; their `_max` is of the last minutes. `metrics.enabled=false` switches all off.

            This page is generated from what a running instance answers.
            """);
    Map<String, Family> left = new TreeMap<>(families);
    for (Section section : SECTIONS) {
      Pattern pattern = Pattern.compile(section.pattern);
      page.append("\n## %s\n\n%s\n\n".formatted(section.title, section.text));
      page.append("| metric | type | unit | labels | meaning |\n|---|---|---|---|---|\n");
      left.entrySet()
          .removeIf(
              entry -> {
                boolean here = pattern.matcher(entry.getKey()).lookingAt();
                if (here) {
                  append(page, entry.getKey(), entry.getValue());
                }
                return here;
              });
    }
    return page.toString();
  }

  private static void append(StringBuilder page, String name, Family family) {
    page.append(
        "| `%s` | %s | %s | %s | %s |\n"
            .formatted(
                name,
                family.type,
                unit(name, family),
                family.labels.isEmpty() ? "" : "`" + String.join("`, `", family.labels) + "`",
                family.meaning.replace("|", "\\|")));
  }

  private static String unit(String name, Family family) {
    if (name.contains("seconds")) {
      return "s";
    }
    if (name.contains("time_ns")) {
      return "ns";
    }
    if (name.contains("latency")) {
      return "ms"; // of Kafka's own, which count in milliseconds
    }
    if (name.contains("bytes")
        || name.startsWith("kafka_stream_state_block_cache")
        || name.matches(".*_(size|mem|mem_tables)")) {
      return "bytes";
    }
    if (name.matches(".*(ratio|fraction|cpu_usage)")) {
      return "0 to 1";
    }
    if (name.endsWith("_rate")) {
      return "1/s";
    }
    if (name.matches("eddy_prequential.*")) {
      return "ratings";
    }
    return family.type.equals("counter") ? "count" : "";
  }
}
