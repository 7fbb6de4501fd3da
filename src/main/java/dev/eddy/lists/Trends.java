package dev.eddy.lists;

import dev.eddy.choice.row.ChoiceCounts;
import dev.eddy.choice.row.ChoiceRows;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.kernel.TopN;
import java.util.function.IntPredicate;

/// Finds the items that rise: those that were chosen lately more often than their popularity of all
/// times leads one to expect.
///
/// With `d` how often an item was chosen lately, by a count that fades, and `e` what would be
/// expected, its share of all choices times all that fades, items are ordered by
/// `(d - e) / √(e + 1)`: as for a Poisson variable, with one more so that what is rare needs more
/// than one choice.
public final class Trends {

  private final ChoiceRows rows;

  /// Creates trends of these choices.
  public Trends(ChoiceRows rows) {
    this.rows = rows;
  }

  /// Offers the items that rise most.
  ///
  /// @param halfLife the place of a half-life among those of [ChoiceCounts]
  /// @param evidence how often an item must have been chosen lately, at least
  /// @param accept whether an item, by its number, may be in the list
  public void rising(int halfLife, double evidence, IntPredicate accept, TopN best) {
    ChoiceShared shared = rows.shared();
    if (shared == null) {
      return;
    }
    float[] counts = new float[ChoiceCounts.HALF_LIVES];
    double lately = 0;
    double ever = 0;
    for (int place = 0; place < rows.size(); place++) {
      ChoiceCounts item = rows.item(rows.numberAt(place));
      item.fading(shared.clock(), counts);
      lately += counts[halfLife];
      ever += item.evidentCount();
    }
    for (int place = 0; place < rows.size(); place++) {
      int number = rows.numberAt(place);
      ChoiceCounts item = rows.item(number);
      item.fading(shared.clock(), counts);
      float fading = counts[halfLife];
      double expected = item.evidentCount() * lately / ever;
      if (fading >= evidence && fading > expected && accept.test(number)) {
        best.offer(number, (float) ((fading - expected) / Math.sqrt(expected + 1)));
      }
    }
  }
}
