package dev.eddy.app.command;

import dev.eddy.app.settings.UsageException;
import dev.eddy.eval.RatingScale;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The option by which a command is told the rating scale, where it is not to read it off the
/// ratings.
public final class ScaleOption {

  @Option(
      names = "--scale",
      paramLabel = "LO:HI",
      description = "Rating scale, such as 0.5:5. Default: detected from the ratings.")
  private String text;

  /// Returns the scale, if one was given.
  ///
  /// @throws UsageException if it is none
  public Optional<RatingScale> given() {
    try {
      return Optional.ofNullable(text).map(RatingScale::parse);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--scale: " + e.getMessage(), e);
    }
  }
}
