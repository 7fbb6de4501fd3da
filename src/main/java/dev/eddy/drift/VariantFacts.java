package dev.eddy.drift;

import dev.eddy.drift.count.ArmCounts;
import dev.eddy.drift.count.Maker;
import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;
import dev.eddy.drift.monitor.Population;
import java.util.Map;
import java.util.TreeMap;

/// How the lists of one model of an experiment did.
///
/// @param variant in which role it made them, `champion` or `challenger`
/// @param generation of the model
/// @param latestMs when the latest window began in which a list of it was shown, event time
/// @param windowLists how many lists were shown in the window
/// @param values of the monitors of lists in the window, by their names
/// @param lists how many lists were shown since it took the role, in the windows that ended
/// @param choices how many new choices users made to whom it had shown the item, or else the latest
///     list
/// @param taken how many of them were of an item that it had shown the user lately
public record VariantFacts(
    String variant,
    int generation,
    long latestMs,
    long windowLists,
    Map<String, Double> values,
    long lists,
    long choices,
    long taken) {

  /// Copies the values.
  ///
  /// @throws IllegalArgumentException without the variant or the values
  public VariantFacts {
    if (variant == null || values == null) {
      throw new IllegalArgumentException("the facts of a variant need its name and values");
    }
    values = Map.copyOf(values);
  }

  /// @param counts of the window
  /// @param total of the windows that ended, this one included
  static VariantFacts of(Maker maker, ArmCounts counts, VariantTotal total, Population population) {
    Map<String, Double> values = new TreeMap<>();
    for (Monitor monitor : Monitors.ofLists()) {
      double value = monitor.value(counts, population);
      if (Double.isFinite(value)) {
        values.put(monitor.name(), value);
      }
    }
    return new VariantFacts(
        maker.variant().label(),
        maker.generation(),
        total.latestMs(),
        counts.lists(),
        values,
        total.lists(),
        total.choices(),
        total.taken());
  }
}
