package dev.eddy.table;

import dev.eddy.event.RejectReason;
import dev.eddy.event.Rejection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How many rows were read, and for which reasons some were refused.
public final class Tally {

  private final Map<RejectReason, Long> refused = new EnumMap<>(RejectReason.class);
  private final Map<RejectReason, String> examples = new EnumMap<>(RejectReason.class);
  private long read;

  /// Counts a row.
  public void add(RatingRow row) {
    read++;
    if (row.event() instanceof Rejection bad) {
      refused.merge(bad.reason(), 1L, Long::sum);
      examples.putIfAbsent(bad.reason(), "line %d: %s".formatted(row.line(), bad.detail()));
    }
  }

  /// Counts a row that came from no table.
  public void add() {
    read++;
  }

  /// Returns how many rows were read.
  public long read() {
    return read;
  }

  /// Returns how many were refused.
  public long refused() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Returns how many were not refused.
  public long valid() {
    return read - refused();
  }

  /// Returns how many were refused for each reason that occurred.
  public Map<RejectReason, Long> byReason() {
    return Map.copyOf(refused);
  }

  /// Returns the commonest reason, how often it occurred and its first example, for a person.
  public Optional<String> commonest() {
    return refused.entrySet().stream().max(Map.Entry.comparingByValue()).map(this::told);
  }

  /// Returns what to say where no row is valid.
  public String nothingValid() {
    return read == 0
        ? "there are no rows"
        : "none of the %,d rows is a usable rating: %s".formatted(read, commonest().orElseThrow());
  }

  /// Returns what was refused in a few words, the commonest reason first, each with its first
  /// example; empty where nothing was.
  public String told() {
    return refused.isEmpty()
        ? ""
        : "%,d refused (%s)"
            .formatted(
                refused(),
                refused.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .map(this::told)
                    .collect(Collectors.joining("; ")));
  }

  private String told(Map.Entry<RejectReason, Long> reason) {
    return "%,d %s, first on %s"
        .formatted(reason.getValue(), reason.getKey().label(), examples.get(reason.getKey()));
  }
}
