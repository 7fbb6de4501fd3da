package dev.eddy.drift.count;

import dev.eddy.challenger.Variant;
import java.util.Comparator;
import java.util.Optional;

/// Which model made a list, and in which role: after a promotion the same role is another model.
///
/// @param generation of the model, above 0
public record Maker(Variant variant, int generation) implements Comparable<Maker> {

  private static final Comparator<Maker> ORDER =
      Comparator.comparingInt(Maker::generation).thenComparing(Maker::variant);

  /// Stands for none.
  public static final int NO_CODE = 0;

  /// Returns who made a list.
  ///
  /// @param variant as exposures have it
  /// @param generation 0 where unknown
  /// @return empty where it was made outside an experiment, or nobody knows
  public static Optional<Maker> of(String variant, int generation) {
    return Variant.labelled(variant)
        .filter(any -> generation > 0)
        .map(role -> new Maker(role, generation));
  }

  /// Returns whose [#code] it is; empty for [#NO_CODE].
  public static Optional<Maker> ofCode(int code) {
    return code == NO_CODE
        ? Optional.empty()
        : Optional.of(new Maker(code > 0 ? Variant.CHAMPION : Variant.CHALLENGER, Math.abs(code)));
  }

  /// Returns whose code it is that was stored.
  ///
  /// @throws IllegalArgumentException for [#NO_CODE]
  public static Maker ofStored(int code) {
    return ofCode(code)
        .orElseThrow(() -> new IllegalArgumentException("counts are of lists that nobody made"));
  }

  /// Returns it as a number, as it is stored: the generation, below 0 for the challenger.
  public int code() {
    return variant == Variant.CHAMPION ? generation : -generation;
  }

  @Override
  public int compareTo(Maker other) {
    return ORDER.compare(this, other);
  }
}
