package dev.eddy.app.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.event.RejectReason;
import dev.eddy.table.Tally;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What became of the rows that were read: it adds up, in words and in JSON.
public final class RowReport {

  private final Tally tally;
  private final Map<String, Long> used = new LinkedHashMap<>();

  public RowReport(Tally tally) {
    this.tally = tally;
  }

  /// Adds what rows were used for, such as `learned`; none of them is told only of the first.
  public RowReport with(String what, long rows) {
    used.put(what, rows);
    return this;
  }

  /// Returns a line for people.
  public String told() {
    StringBuilder told = new StringBuilder();
    told.append(String.format(Locale.ROOT, "%,d rows read", tally.read()));
    String between = ": ";
    for (Map.Entry<String, Long> part : used.entrySet()) {
      if (part.getValue() != 0 || between.equals(": ")) {
        told.append(between)
            .append(String.format(Locale.ROOT, "%,d %s", part.getValue(), part.getKey()));
        between = ", ";
      }
    }
    if (tally.refused() > 0) {
      told.append(between).append(tally.told());
    }
    return told.toString();
  }

  /// Writes the same into a report.
  public void put(ObjectNode report) {
    report.put("read", tally.read());
    used.forEach(report::put);
    ObjectNode refused = report.putObject("refused");
    for (RejectReason reason : RejectReason.values()) {
      Long rows = tally.byReason().get(reason);
      if (rows != null) {
        refused.put(reason.label(), rows);
      }
    }
  }

  /// Ends the command where rows were read and all were refused.
  ///
  /// @throws CommandFailedException with the commonest reason and its first example
  public void failIfNothing() {
    if (tally.valid() == 0) {
      throw new CommandFailedException("the source cannot be used: " + tally.nothingValid());
    }
  }
}
