package dev.eddy.serve.backend;

import dev.eddy.http.ProblemException;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// Until where partitions must be learned for a write to be seen: `partition:offset`, several of
/// them separated by underscores. A write returns it, and a query takes it as `after`.
///
/// @param offsets the last offset written, by partition
public record WriteToken(Map<Integer, Long> offsets) {

  private static final int MOST_PARTITIONS = 10_000;

  /// Waits for nothing.
  public static final WriteToken NONE = new WriteToken(Map.of());

  /// Copies the offsets.
  public WriteToken {
    offsets = Map.copyOf(offsets);
  }

  /// Reads a token; an empty text is none.
  ///
  /// @throws ProblemException 400 if it is not one
  public static WriteToken of(String text) {
    Map<Integer, Long> offsets = new TreeMap<>();
    for (String part : text.isEmpty() ? new String[0] : text.split("_", MOST_PARTITIONS)) {
      String[] pair = part.split(":", 2);
      try {
        int partition = Integer.parseInt(pair[0]);
        long offset = Long.parseLong(pair[pair.length - 1]);
        if (pair.length < 2 || partition < 0 || offset < 0) {
          throw new NumberFormatException(part);
        }
        offsets.put(partition, offset);
      } catch (NumberFormatException e) {
        throw ProblemException.badParameter(
            "after", "after is '%s', but must be what a write returned".formatted(text));
      }
    }
    return new WriteToken(offsets);
  }

  /// Returns the offset to wait for in a partition, or -1.
  public long offset(int partition) {
    return offsets.getOrDefault(partition, -1L);
  }

  /// Returns the token that waits for this one and another.
  public WriteToken and(WriteToken other) {
    Map<Integer, Long> both = new TreeMap<>(offsets);
    other.offsets.forEach((partition, offset) -> both.merge(partition, offset, Math::max));
    return new WriteToken(both);
  }

  @Override
  public String toString() {
    StringJoiner joined = new StringJoiner("_");
    new TreeMap<>(offsets).forEach((partition, offset) -> joined.add(partition + ":" + offset));
    return joined.toString();
  }
}
