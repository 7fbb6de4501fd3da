package dev.eddy.snapshot;

import dev.eddy.factorization.PrequentialScore;
import java.util.List;
import java.util.Map;

/// What a snapshot says of itself, the file `manifest.json`. It is written last, so a folder
/// without it holds an unfinished snapshot.
///
/// Of what was trained elsewhere only `format`, `version`, `scale` and `files` are asked for.
///
/// @param format always [#FORMAT]
/// @param version of the format, [#VERSION]
/// @param created when, ISO 8601; null where nobody says
/// @param build the version of Eddy that wrote it; null where nobody says
/// @param model what the content of rows depends on; null for factors that were trained elsewhere
/// @param scale of the ratings
/// @param prediction how a score becomes a rating; null where nobody says
/// @param settings that learning goes by, as they are written; null where nobody says
/// @param source where it was taken; null for factors that were trained elsewhere
/// @param partitions how far each partition was learned; null where nothing was learned from a
///     stream
/// @param kinds names of the kinds of events by their numbers; null where there are none
/// @param leftOut which events the generation leaves out, as filters; null for none
/// @param counts how much there is of what; null where nobody says
/// @param files all other files, with their checksums
public record Manifest(
    String format,
    int version,
    String created,
    String build,
    String model,
    Scale scale,
    Prediction prediction,
    Map<String, String> settings,
    Source source,
    List<Partition> partitions,
    Map<Integer, String> kinds,
    List<String> leftOut,
    Counts counts,
    List<FileEntry> files) {

  /// The name of the format.
  public static final String FORMAT = "eddy-snapshot";

  /// The only version there is.
  public static final int VERSION = 1;

  /// The scale of ratings.
  public record Scale(double min, double max) {}

  /// How a score becomes a rating: `clip(low + (high − low) · link(score), min, max)`.
  ///
  /// @param link `sigmoid` or `identity`
  /// @param low the rating that the link's 0 stands for
  /// @param high the rating that the link's 1 stands for
  public record Prediction(String link, double low, double high) {}

  /// Where a snapshot was taken.
  ///
  /// @param ratings Kafka's id of the topic `ratings`, which tells it from any other of that name
  /// @param repartitions whether ratings were sent to the partition of their user first: offsets
  ///     are then of that topic, which nobody else learns from
  public record Source(String namespace, int generation, String ratings, boolean repartitions) {}

  /// How far one partition was learned.
  ///
  /// @param next the offset in `ratings` of the first record that is not contained
  /// @param exposures the offset in `exposures` of the first that was not counted, 0 for none
  /// @param totals how many records had which outcome, by name
  /// @param scores prequential errors by segment
  public record Partition(
      int partition,
      long next,
      long exposures,
      Map<String, Long> totals,
      Map<String, PrequentialScore.Values> scores) {}

  /// How much there is of what.
  ///
  /// @param ratings how many ratings stand
  public record Counts(
      long items, long waiting, long features, long choices, long users, long ratings) {}

  /// One file.
  ///
  /// @param sha256 in hexadecimal digits
  public record FileEntry(String name, long bytes, String sha256) {}

  /// Copies the lists.
  public Manifest {
    partitions = partitions == null ? null : List.copyOf(partitions);
    leftOut = leftOut == null ? null : List.copyOf(leftOut);
    files = files == null ? null : List.copyOf(files);
  }

  /// Returns the same with a list of files.
  Manifest with(List<FileEntry> newFiles) {
    return new Manifest(
        format,
        version,
        created,
        build,
        model,
        scale,
        prediction,
        settings,
        source,
        partitions,
        kinds,
        leftOut,
        counts,
        newFiles);
  }

  /// Returns whether it is of something that was learned from a stream, not of factors that were
  /// trained elsewhere.
  public boolean wasLearned() {
    return partitions != null;
  }
}
