package dev.eddy.drift;

import dev.eddy.drift.count.ArmCounts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// What the lists of one model of an experiment came to over all windows that ended.
///
/// @param latestMs when the latest window began in which one was shown, event time
/// @param lists how many were shown
/// @param choices how many choices there were ([VariantFacts])
/// @param taken how many of them were of what it had shown
record VariantTotal(long latestMs, long lists, long choices, long taken) {

  static VariantTotal of(long startMs, ArmCounts counts) {
    return new VariantTotal(
        counts.lists() > 0 ? startMs : Long.MIN_VALUE,
        counts.lists(),
        counts.closure().n(),
        Math.round(counts.closure().sum()));
  }

  VariantTotal plus(VariantTotal other) {
    return new VariantTotal(
        Math.max(latestMs, other.latestMs),
        lists + other.lists,
        choices + other.choices,
        taken + other.taken);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(latestMs);
    out.writeLong(lists);
    out.writeLong(choices);
    out.writeLong(taken);
  }

  static VariantTotal read(DataInput in) throws IOException {
    return new VariantTotal(in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}
