package dev.eddy.stream.drift;

import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.count.WindowCounts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/// The ledger of drift and a journal of the counts that it took in since it was last written whole.
/// A ledger may be of tens of megabytes, where a million items were shown in a window, and what
/// a second adds to it is of kilobytes: so that is what most commits write.
///
/// An entry of the journal is `window length i64 | items i32 | counts`: how long windows were, and
/// the number of items that the ledger asked for, 0 where it did not. Taken in again, it makes of
/// the ledger what it made of it before. Of windows of another length only how active users are
/// counts.
///
/// Used by one thread.
public final class StoredLedger {

  /// A journal of so many bytes is read again in no time.
  private static final int QUICK_BYTES = 50_000;

  private static final int HEAD = Long.BYTES + Integer.BYTES;

  private final DriftLedger ledger;
  private final long windowMs;
  private final List<byte[]> fresh = new ArrayList<>();
  private long freshBytes;
  private int storedEntries;
  private long storedBytes;
  private long wholeBytes;

  /// Begins with a ledger that was never written, or just read.
  ///
  /// @param windowMs how long windows are
  /// @param wholeBytes how long the ledger was when it was written whole, 0 if it never was
  StoredLedger(DriftLedger ledger, long windowMs, int wholeBytes) {
    this.ledger = ledger;
    this.windowMs = windowMs;
    this.wholeBytes = wholeBytes;
  }

  DriftLedger ledger() {
    return ledger;
  }

  /// Takes counts in.
  ///
  /// @param encoded [WindowCounts]
  /// @param items tells how many items there are
  /// @return the windows that ended, the earliest first
  /// @throws IllegalArgumentException if the counts are damaged; then nothing has changed
  List<DriftLedger.Closed> add(byte[] encoded, IntSupplier items) {
    WindowCounts counts = WindowCounts.decode(encoded);
    int[] asked = {0};
    List<DriftLedger.Closed> ended = ledger.add(counts, () -> asked[0] = items.getAsInt());
    byte[] entry =
        ByteBuffer.allocate(HEAD + encoded.length)
            .putLong(windowMs)
            .putInt(asked[0])
            .put(encoded)
            .array();
    fresh.add(entry);
    freshBytes += entry.length;
    return ended;
  }

  /// Takes an entry of the journal in again that is stored already.
  void replay(byte[] entry) {
    ByteBuffer in = ByteBuffer.wrap(entry);
    boolean sameWindows = in.getLong() == windowMs;
    int items = in.getInt();
    byte[] encoded = new byte[in.remaining()];
    in.get(encoded);
    WindowCounts counts = WindowCounts.decode(encoded);
    ledger.add(sameWindows ? counts : counts.activityAlone(), () -> items);
    storedEntries++;
    storedBytes += entry.length;
  }

  /// Returns whether the journal has outgrown half of the ledger, and what is quickly read, so that
  /// the whole is to be written. Over time this writes three times what is taken in.
  boolean isDueWhole() {
    return wholeBytes == 0 || storedBytes + freshBytes > Math.max(QUICK_BYTES, wholeBytes / 2);
  }

  /// Returns what was taken in since the last time it was written.
  List<byte[]> fresh() {
    return fresh;
  }

  /// Returns how many entries of the journal are stored.
  int storedEntries() {
    return storedEntries;
  }

  /// Notes that the fresh entries are stored behind the others.
  void journalled() {
    storedEntries += fresh.size();
    storedBytes += freshBytes;
    forgetFresh();
  }

  /// Notes that the ledger is stored whole, and the journal empty.
  ///
  /// @param bytes how long it is
  void whole(int bytes) {
    wholeBytes = bytes;
    storedEntries = 0;
    storedBytes = 0;
    forgetFresh();
  }

  private void forgetFresh() {
    fresh.clear();
    freshBytes = 0;
  }
}
