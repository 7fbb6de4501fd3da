package dev.eddy.app;

import dev.eddy.eval.RatingScale;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The option by which a command is told the rating scale, where it is not to read it off the
/// ratings.
final class ScaleOption {

  @Option(
      names = "--scale",
      paramLabel = "LO:HI",
      description = "The rating scale, as in 0.5:5. Default: read off the ratings.")
  private String text;

  /// Returns the scale, if one was given.
  ///
  /// @throws UsageException if it is none
  Optional<RatingScale> given() {
    try {
      return Optional.ofNullable(text).map(RatingScale::parse);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--scale: " + e.getMessage(), e);
    }
  }
}
