package dev.eddy.factorization;

import dev.eddy.factorization.item.ItemRows;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.kernel.StableHash;
import java.util.Arrays;

/// Counts what accounts rated that behave alike: of whom the latest ratings are nearly the same, as
/// those of accounts that one hand leads.
///
/// What an account did of late is a set: its latest [#LATEST] rated items, the one at hand
/// included, each with whether it was liked. A signature of a set is the least hash of its members
/// by each of several hash functions (min-hash; Broder 1997, "On the resemblance and containment of
/// documents"). Two sets of which the part `J` of all members is common to both have the same least
/// hash with probability `J`, and so one of [#BANDS] bands of [#HASHES] hashes with
/// `1 − (1 − J⁴)²`: 0.65 for four fifths, 0.0002 for a tenth. Accounts that share a band are
/// counted together.
///
/// Counts are kept in a sketch of bounded size (count-min with conservative update; Cormode and
/// Muthukrishnan 2005, Estan and Varghese 2002): a count may be too high by what falls into the
/// same cells, and is halved now and then, so that it is of late. An account alone is counted, too,
/// in the bands that it has; like all counts, its own may be too high by what shares its cells.
///
/// A partition counts its own accounts, and begins anew when it starts: accounts that behave alike
/// but are of several partitions are counted apart. Used by one thread.
final class AlikeAccounts {

  private static final int LATEST = 32;
  private static final int HASHES = 4;
  private static final int BANDS = 2;
  private static final int WIDTH = 1 << 15;

  /// A cell then holds two counts on average, at most.
  private static final int HALVED_EVERY = WIDTH;

  private static final long LIKED = 0x9e3779b97f4a7c15L;
  private static final long ODD = 0xd6e8feb86659fd93L;

  private final ItemRows rows;
  private final float leastLiked;
  private final int[][] cells = new int[2][WIDTH];
  private final long[] least = new long[BANDS * HASHES];

  /// Hashes of items by number, 0 where one is still to be made.
  private long[] hashes = new long[1024];

  private int counted;

  /// Creates counts of nothing.
  ///
  /// @param rows names items: their numbers are not the same everywhere
  /// @param leastLiked from which rating on an item is liked
  AlikeAccounts(ItemRows rows, float leastLiked) {
    this.rows = rows;
    this.leastLiked = leastLiked;
  }

  /// Counts a rating, and returns how many ratings of late come from accounts like this one, this
  /// rating included.
  ///
  /// @param history of the account, before the rating
  int count(HistoryView history, int item, float rating) {
    Arrays.fill(least, Long.MAX_VALUE);
    take(item, rating);
    int left = LATEST - 1;
    for (int place = history.size() - 1; place >= history.first() && left > 0; place--) {
      if (history.live(place)) {
        take(history.item(place), history.rating(place));
        left--;
      }
    }
    int most = 0;
    for (int band = 0; band < BANDS; band++) {
      most = Math.max(most, add(key(band)));
    }
    if (++counted >= HALVED_EVERY) {
      halve();
    }
    return most;
  }

  private void take(int item, float rating) {
    long hash = hash(item) ^ (rating >= leastLiked ? LIKED : 0);
    for (int i = 0; i < least.length; i++) {
      hash = mix(hash + ODD);
      least[i] = Math.min(least[i], hash);
    }
  }

  private long hash(int item) {
    if (item >= hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.max(item + 1, 2 * hashes.length));
    }
    if (hashes[item] == 0) {
      hashes[item] = mix(StableHash.of(rows.id(item))) | 1;
    }
    return hashes[item];
  }

  private long key(int band) {
    long key = band;
    for (int i = band * HASHES; i < (band + 1) * HASHES; i++) {
      key = mix(key ^ least[i]);
    }
    return key;
  }

  private int add(long key) {
    int one = (int) key & (WIDTH - 1);
    int other = (int) (key >>> 32) & (WIDTH - 1);
    int count = Math.min(cells[0][one], cells[1][other]) + 1;
    cells[0][one] = Math.max(cells[0][one], count);
    cells[1][other] = Math.max(cells[1][other], count);
    return count;
  }

  private void halve() {
    counted = 0;
    for (int[] row : cells) {
      for (int i = 0; i < WIDTH; i++) {
        row[i] >>= 1;
      }
    }
  }

  /// The finalizer of MurmurHash3.
  private static long mix(long value) {
    long hash = value;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
