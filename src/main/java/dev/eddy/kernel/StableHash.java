package dev.eddy.kernel;

/// A 64-bit hash of a text that is the same on every platform and in every version: what depends on
/// it is stored, or must not differ between instances.
///
/// It is FNV-1a (Fowler, Noll and Vo) over UTF-16 units, whose low bits are good and whose high
/// bits are not; [#spread] makes all of them good.
public final class StableHash {

  private StableHash() {}

  /// Returns the hash of a text.
  public static long of(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /// Spreads texts evenly over 0 to 1 (the finalizer of MurmurHash3).
  public static double spread(String text) {
    long hash = of(text);
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return ((hash ^ (hash >>> 33)) >>> 11) * 0x1p-53;
  }
}
