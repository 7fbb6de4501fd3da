package dev.eddy.choice;

import dev.eddy.choice.row.ChoiceCounts;
import dev.eddy.choice.row.ChoiceFeature;
import dev.eddy.choice.row.HalfLives;

/// Writes the features of an item into a row, each in its place.
final class FeatureRow {

  /// The first of the fading counts; the others follow it.
  private static final int FIRST_FADING = ChoiceFeature.FADING_SHORTEST.place();

  private static final float LIMIT = 100;
  private static final double DAY_MS = 86_400_000;
  private static final Nearness[] KINDS = Nearness.values();

  private FeatureRow() {}

  /// Writes those of the item alone.
  ///
  /// @param clock the clock now
  /// @param timeMs the event time now
  /// @param at where the row begins
  static void write(ChoiceCounts item, double clock, long timeMs, float[] row, int at) {
    float[] lately = new float[HalfLives.SIZE];
    item.fading(clock, lately);
    row[at + ChoiceFeature.POPULARITY.place()] = log(1 + item.evidentCount());
    for (int which = 0; which < HalfLives.SIZE; which++) {
      row[at + FIRST_FADING + which] = log(0.1 + Math.max(0, lately[which]));
    }
    row[at + ChoiceFeature.AGE.place()] = log(1 + ageDays(item, timeMs));
    row[at + ChoiceFeature.LIKED.place()] = finite((float) item.residual());
  }

  /// Writes those of the neighbours.
  ///
  /// @param place of the item among them, negative if it is none
  /// @param at where the row begins
  static void write(Neighbourhood near, int place, float[] row, int at) {
    for (Nearness kind : KINDS) {
      float lift = place < 0 ? 0 : Nearness.lift(near.sum(place, kind));
      row[at + kind.feature().place()] = Nearness.NOTHING + lift;
    }
  }

  /// Returns a value within bounds, 0 for what is not a number.
  static float finite(float value) {
    return Float.isNaN(value) ? 0 : Math.clamp(value, -LIMIT, LIMIT);
  }

  private static double ageDays(ChoiceCounts item, long timeMs) {
    return item.bornMs() < timeMs ? ((double) timeMs - item.bornMs()) / DAY_MS : 0;
  }

  private static float log(double value) {
    return (float) Math.log(value);
  }
}
