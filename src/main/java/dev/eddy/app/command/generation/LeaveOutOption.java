package dev.eddy.app.command.generation;

import dev.eddy.app.settings.UsageException;
import dev.eddy.event.EventFilter;
import java.util.List;
import picocli.CommandLine.Option;

/// The option by which a new generation leaves out events, such as those of a poisoned hour.
final class LeaveOutOption {

  @Option(
      names = "--leave-out",
      paramLabel = "FILTER",
      description = {
        "Events that the new generation does not learn, such as"
            + " source=shop,from=2026-11-30T10:00:00Z,to=2026-11-30T11:00:00Z. Conditions: source,"
            + " user, item, and from and to by the time at which Kafka took the event in. May be"
            + " repeated."
      })
  private List<String> leaveOut = List.of();

  /// Returns what is to be left out.
  ///
  /// @throws UsageException saying what is wrong with the text
  List<EventFilter> filters() {
    try {
      return leaveOut.stream().map(EventFilter::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--leave-out: " + e.getMessage(), e);
    }
  }
}
