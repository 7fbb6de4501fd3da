package dev.eddy.serve;

import dev.eddy.kernel.TopN;
import dev.eddy.store.ItemIndex;
import java.util.BitSet;
import java.util.SplittableRandom;

/// Draws items by chance, each that may be in a list as likely as any other.
final class Exploration {

  private Exploration() {}

  /// Offers every item that may be in a list, with a random score.
  static void offerAll(ItemIndex index, Selection selection, SplittableRandom chance, TopN best) {
    int end = index.numberedEnd();
    for (int number = 1; number < end; number++) {
      if (index.isItem(number) && index.item(number) != null && selection.accepts(number)) {
        best.offer(number, (float) chance.nextDouble());
      }
    }
  }

  /// Returns which places of a list are to be drawn.
  ///
  /// @param exploration how likely each is
  static BitSet places(int size, double exploration, SplittableRandom chance) {
    BitSet places = new BitSet(size);
    for (int place = 0; place < size && exploration > 0; place++) {
      places.set(place, chance.nextDouble() < exploration);
    }
    return places;
  }
}
