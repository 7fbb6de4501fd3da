package dev.eddy.lists;

import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.TopN;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/// Draws items by chance, each that may be in a list as likely as any other.
final class Exploration {

  private Exploration() {}

  /// Offers every item that may be in a list, with a random score.
  ///
  /// @return how many they are
  static int offerAll(ItemIndex index, IntPredicate accept, SplittableRandom chance, TopN best) {
    int end = index.numberedEnd();
    int offered = 0;
    for (int number = 1; number < end; number++) {
      if (index.isItem(number) && index.item(number) != null && accept.test(number)) {
        best.offer(number, (float) chance.nextDouble());
        offered++;
      }
    }
    return offered;
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
