package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.event.Rating;
import dev.eddy.stream.record.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine in the shadow of another one learns the same and tells nobody.
class ShadowTopologyTest {

  @TempDir Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldLearnAndTellNobody() {
    TopologyFixture eddy = new TopologyFixture(folder);
    eddy.isShadow = true;
    eddy.restart();
    eddy.send(Rating.of("u1", "i1", 4, 1));
    eddy.sendRaw(utf8("u1"), utf8("no rating"));
    assertThat(eddy.task().count(Outcome.NEW)).isEqualTo(1);
    assertThat(eddy.task().count(Outcome.REJECTED)).isEqualTo(1);
    assertThat(eddy.deadLetters()).isEmpty();
    eddy.close();
  }

  @Test
  void shouldWriteOnlyWhatIsItsOwn() {
    StreamSettings settings = TopologyFixture.settings(folder, true);
    TopologyFixture eddy = new TopologyFixture(folder);
    assertThat(sinks(eddy, settings))
        .contains("ratings-dead-letter", "drift-signals", "drift-counts-g1");
    assertThat(sinks(eddy, settings.inShadow()))
        .isNotEmpty()
        .allMatch(topic -> topic.endsWith("-g1"))
        .doesNotContain("drift-counts-g1");
    eddy.close();
  }

  // Members of one consumer group must agree on what there is to read.
  @Test
  void shouldReadWhatOneReadsThatServes() {
    StreamSettings settings = TopologyFixture.settings(folder, true);
    TopologyFixture eddy = new TopologyFixture(folder);
    assertThat(sources(eddy, settings.inShadow()))
        .contains("[drift-counts-g1]")
        .isEqualTo(sources(eddy, settings));
    eddy.close();
  }

  private static String sources(TopologyFixture eddy, StreamSettings settings) {
    return eddy.topology(settings).describe().subtopologies().stream()
        .map(
            part ->
                "%d %s"
                    .formatted(
                        part.id(),
                        part.nodes().stream()
                            .filter(TopologyDescription.Source.class::isInstance)
                            .map(node -> ((TopologyDescription.Source) node).topicSet().toString())
                            .sorted()
                            .toList()))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static List<String> sinks(TopologyFixture eddy, StreamSettings settings) {
    List<String> topics = new ArrayList<>();
    for (TopologyDescription.Subtopology part :
        eddy.topology(settings).describe().subtopologies()) {
      for (TopologyDescription.Node node : part.nodes()) {
        if (node instanceof TopologyDescription.Sink sink) {
          topics.add(sink.topic());
        }
      }
    }
    return topics;
  }

  /// How a rating was predicted.
  private record Told(int partition, long offset, float rating) {}

  @Test
  void shouldTellOfEachPredictionWhereItIs() {
    TopologyFixture eddy = new TopologyFixture(folder);
    List<Told> told = new ArrayList<>();
    eddy.tasks.tellScores(
        (partition, offset, predicted, rating) -> told.add(new Told(partition, offset, rating)));
    eddy.send(Rating.of("u1", "i1", 4, 1));
    eddy.sendRaw(utf8("u1"), utf8("no rating"));
    eddy.send(Rating.of("u1", "i2", 2, 2));
    assertThat(told).containsExactly(new Told(0, 0, 4), new Told(0, 2, 2));
    eddy.close();
  }
}
