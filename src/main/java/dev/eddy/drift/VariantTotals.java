package dev.eddy.drift;

import dev.eddy.drift.count.ArmCounts;
import dev.eddy.drift.count.Maker;
import dev.eddy.drift.count.WindowCounts;
import dev.eddy.drift.monitor.Population;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What experiments came to over all windows that ended, by model: of the [#MOST] that were shown
/// last, since whoever may write exposures could name any generation.
final class VariantTotals {

  static final int MOST = 20;

  private final Map<Maker, VariantTotal> totals = new TreeMap<>();

  /// Adds a window that ended.
  void add(WindowCounts window, long startMs) {
    window
        .byMaker()
        .forEach(
            (maker, counts) ->
                totals.merge(maker, VariantTotal.of(startMs, counts), VariantTotal::plus));
    while (totals.size() > MOST) {
      totals.remove(
          Collections.min(
                  totals.entrySet(), Comparator.comparingLong(total -> total.getValue().latestMs()))
              .getKey());
    }
  }

  /// Adds what another one has.
  void addAll(VariantTotals other) {
    totals.putAll(other.totals);
  }

  /// Returns how each model did, in a window that was added and before.
  List<VariantFacts> facts(WindowCounts window, Population population) {
    List<VariantFacts> facts = new ArrayList<>();
    totals.forEach(
        (maker, total) -> {
          ArmCounts counts = window.byMaker().getOrDefault(maker, new ArmCounts());
          facts.add(VariantFacts.of(maker, counts, total, population));
        });
    return facts;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(totals.size());
    for (Map.Entry<Maker, VariantTotal> entry : totals.entrySet()) {
      out.writeInt(entry.getKey().code());
      entry.getValue().write(out);
    }
  }

  void read(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      totals.put(Maker.ofStored(in.readInt()), VariantTotal.read(in));
    }
  }
}
