package dev.eddy.app.snapshot;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.factorization.model.Model;
import dev.eddy.failure.Failure;
import dev.eddy.snapshot.Manifest;
import dev.eddy.snapshot.SnapshotException;
import dev.eddy.snapshot.SnapshotFolder;
import dev.eddy.stream.learn.LearnProcessor;
import dev.eddy.stream.record.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.kafka.common.KafkaException;

/// Takes a snapshot of the generation that the settings name, from Kafka, while it is learned. It
/// asks nothing of the instances.
public final class SnapshotTaker {

  /// Beside the files of the snapshot, and gone before it is finished.
  private static final String SCRATCH = "scratch";

  private final Settings settings;

  /// Creates a taker.
  ///
  /// @param settings those of the deployment
  public SnapshotTaker(Settings settings) {
    this.settings = settings;
  }

  /// Takes a snapshot.
  ///
  /// @param folder made if it is not there
  /// @return what the snapshot says of itself
  /// @throws CommandFailedException if Kafka fails, or what is there cannot be read
  /// @throws SnapshotException if the folder is not empty, or cannot be written
  public Manifest take(Path folder, Steps steps) {
    Model model = settings.learning().newModel(settings.kernel().select());
    SnapshotFolder out = SnapshotFolder.create(folder);
    TopicNames names = settings.stream().names();
    try (KafkaClients kafka = new KafkaClients(settings.stream())) {
      String ratings =
          kafka
              .describe(names.ratings())
              .map(topic -> topic.topicId().toString())
              .orElseThrow(() -> missing(names.ratings()));
      int partitions =
          kafka
              .describe(LearnProcessor.changelog(names))
              .map(topic -> topic.partitions().size())
              .orElseThrow(() -> missing(LearnProcessor.changelog(names)));
      CutWriter writer;
      try (GenerationCut cut =
          new GenerationCut(model, names, kafka, partitions, out.file(SCRATCH))) {
        cut.read(steps);
        writer = new CutWriter(settings, model, cut, out);
        writer.writeAll(steps);
      } // takes the scratch files away, which are no part of the snapshot
      out.finish(writer.manifest(build(), ratings));
      return out.manifest();
    } catch (Failure e) {
      throw new CommandFailedException("the model cannot be read from Kafka: " + e.getMessage(), e);
    } catch (KafkaException e) {
      throw new CommandFailedException(
          "Kafka at %s failed: %s".formatted(settings.stream().bootstrapServers(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw unwritable(folder, e);
    } catch (UncheckedIOException e) {
      throw unwritable(folder, e.getCause());
    }
  }

  /// Returns the version of Eddy, which only a jar knows.
  private static String build() {
    return SnapshotTaker.class.getPackage().getImplementationVersion();
  }

  private static SnapshotException unwritable(Path folder, IOException e) {
    return new SnapshotException(
        folder, "the snapshot cannot be written: %s. Remove the folder".formatted(e), e);
  }

  private static CommandFailedException missing(String topic) {
    return new CommandFailedException(
        ("the topic %s is not there. Set stream.namespace and stream.generation to those of a"
                + " deployment that has run")
            .formatted(topic));
  }
}
