package dev.eddy.drift;

import dev.eddy.drift.count.ArmCounts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// What the lists of one model of an experiment came to over all windows that ended.
///
/// @param latest the number of the latest window in which one was shown
/// @param lists how many were shown
/// @param choices how many choices there were ([VariantFacts])
/// @param taken how many of them were of what it had shown
record VariantTotal(long latest, long lists, long choices, long taken) {

  static VariantTotal of(long window, ArmCounts counts) {
    return new VariantTotal(
        counts.lists() > 0 ? window : Long.MIN_VALUE,
        counts.lists(),
        counts.closure().n(),
        Math.round(counts.closure().sum()));
  }

  VariantTotal plus(VariantTotal other) {
    return new VariantTotal(
        Math.max(latest, other.latest),
        lists + other.lists,
        choices + other.choices,
        taken + other.taken);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(latest);
    out.writeLong(lists);
    out.writeLong(choices);
    out.writeLong(taken);
  }

  static VariantTotal read(DataInput in) throws IOException {
    return new VariantTotal(in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}
