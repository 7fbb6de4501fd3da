package dev.eddy.snapshot;

import dev.eddy.choice.row.ChoiceCounts;
import dev.eddy.choice.row.ChoiceDelta;
import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.choice.row.SharedDelta;
import dev.eddy.factorization.item.ItemRows;
import dev.eddy.factorization.item.Sequences;

/// A line of `choices.jsonl`: how often an item was chosen, and what was chosen before it. The
/// fields are those of [ChoiceDelta], with the ids of the neighbours.
///
/// @param bornMs event time of the first choice; null before it
public record ChoiceLine(
    String itemId,
    Long bornMs,
    double count,
    double backed,
    double rated,
    double residual,
    double clock,
    float[] fading,
    String[] neighbours,
    float[] weights) {

  /// What belongs to no item, the file `choices-shared.json`. The fields are those of
  /// [SharedDelta].
  public record Shared(
      double clock,
      long timeMs,
      double ratings,
      double ratingSum,
      double steps,
      double stepsAt,
      double[] information,
      double[] pull) {

    /// Returns it as it is stored.
    public static Shared of(ChoiceShared shared) {
      SharedDelta whole = shared.whole();
      return new Shared(
          whole.clock(),
          whole.timeMs(),
          whole.ratings(),
          whole.ratingSum(),
          whole.steps(),
          whole.stepsAt(),
          whole.information(),
          whole.pull());
    }

    /// Returns what it is of.
    ///
    /// @throws IllegalArgumentException saying what is wrong
    public ChoiceShared shared() {
      for (double value : new double[] {clock, ratings, ratingSum, steps, stepsAt}) {
        checkFinite(value);
      }
      checkFinite(information);
      checkFinite(pull);
      return ChoiceShared.stored(
          new SharedDelta(
              0, 0, clock, timeMs, ratings, ratingSum, steps, stepsAt, information, pull),
          Sequences.NONE);
    }
  }

  /// Returns the line of an item.
  ///
  /// @param names of the numbered items
  public static ChoiceLine of(String itemId, ChoiceItem item, ItemRows names) {
    ChoiceDelta whole = item.whole();
    String[] neighbours = new String[whole.neighbours().length];
    for (int i = 0; i < neighbours.length; i++) {
      neighbours[i] = names.id(whole.neighbours()[i]);
    }
    return new ChoiceLine(
        itemId,
        whole.bornMs() == ChoiceCounts.UNBORN ? null : whole.bornMs(),
        whole.count(),
        whole.backed(),
        whole.rated(),
        whole.residual(),
        whole.clock(),
        whole.fading(),
        neighbours,
        whole.changes());
  }

  /// Returns what the line is of.
  ///
  /// @param names gives items their numbers
  /// @throws IllegalArgumentException saying what is wrong
  public ChoiceItem item(ItemRows names) {
    if (itemId == null || fading == null || neighbours == null || weights == null) {
      throw new IllegalArgumentException("itemId, fading, neighbours or weights are missing");
    }
    for (double value : new double[] {count, backed, rated, residual, clock}) {
      checkFinite(value);
    }
    int[] numbers = new int[neighbours.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = names.number(neighbours[i]);
    }
    return ChoiceItem.stored(
        new ChoiceDelta(
            0,
            0,
            bornMs == null ? ChoiceCounts.UNBORN : bornMs,
            count,
            backed,
            rated,
            residual,
            clock,
            fading,
            numbers,
            weights),
        Sequences.NONE);
  }

  private static void checkFinite(double... values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a number is not finite");
      }
    }
  }
}
