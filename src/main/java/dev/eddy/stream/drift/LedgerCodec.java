package dev.eddy.stream.drift;

import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.count.WindowCounts;
import dev.eddy.failure.DamagedRecordException;
import dev.eddy.failure.UnknownFormatException;
import dev.eddy.store.RowCodec;
import dev.eddy.store.RowRecords;
import dev.eddy.store.StoreKey;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.util.Arrays;

/// The format of the store `drift-ledger`: the ledger's own bytes, in chunks, since it may
/// outgrow what a changelog takes in one record, and the journal of [StoredLedger], a record an
/// entry.
public final class LedgerCodec implements RowCodec<StoredLedger> {

  /// What follows the key in those of the journal.
  static final String JOURNAL = "\0journal";

  private static final int CHUNK = 500_000;

  private final DriftSettings settings;
  private final double ratingRange;

  public LedgerCodec(DriftSettings settings, double ratingRange) {
    this.settings = settings;
    this.ratingRange = ratingRange;
  }

  @Override
  public StoredLedger read(String key, RowRecords records) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] chunk;
    for (int n = 0; (chunk = records.get(StoreKey.of(key, n))) != null; n++) {
      whole.writeBytes(chunk);
    }
    if (whole.size() == 0) {
      return null;
    }
    byte[] bytes = whole.toByteArray();
    checkVersion(bytes, DriftLedger.isOfOtherVersion(bytes));
    try {
      DriftLedger ledger = DriftLedger.decode(bytes, settings, ratingRange);
      StoredLedger stored = new StoredLedger(ledger, settings.windowMs(), bytes.length);
      byte[] entry;
      for (int n = 0; (entry = records.get(StoreKey.of(key + JOURNAL, n))) != null; n++) {
        checkVersion(entry, WindowCounts.isOfOtherVersion(entry));
        stored.replay(entry);
      }
      return stored;
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new DamagedRecordException("the drift ledger is damaged: " + e.getMessage(), e);
    }
  }

  private static void checkVersion(byte[] bytes, boolean isOther) {
    if (isOther) {
      throw new UnknownFormatException(
          "the drift ledger has format version %d, which this build cannot read. Run the build that wrote it"
              .formatted(bytes[0]));
    }
  }

  @Override
  public void write(String key, StoredLedger stored, RowRecords records) {
    if (!stored.isDueWhole()) {
      int n = stored.storedEntries();
      for (byte[] entry : stored.fresh()) {
        records.put(StoreKey.of(key + JOURNAL, n++), entry);
      }
      stored.journalled();
      return;
    }
    byte[] bytes = stored.ledger().encode();
    int n = 0;
    for (int from = 0; from < bytes.length; from += CHUNK) {
      byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(from + CHUNK, bytes.length));
      records.put(StoreKey.of(key, n++), chunk);
    }
    for (; records.get(StoreKey.of(key, n)) != null; n++) { // it was longer before
      records.put(StoreKey.of(key, n), null);
    }
    deleteJournal(key, records);
    stored.whole(bytes.length);
  }

  private static void deleteJournal(String key, RowRecords records) {
    for (int n = 0; records.get(StoreKey.of(key + JOURNAL, n)) != null; n++) {
      records.put(StoreKey.of(key + JOURNAL, n), null);
    }
  }

  @Override
  public void delete(String key, StoredLedger stored, RowRecords records) {
    for (int n = 0; records.get(StoreKey.of(key, n)) != null; n++) {
      records.put(StoreKey.of(key, n), null);
    }
    deleteJournal(key, records);
  }

  @Override
  public long sizeInBytes(StoredLedger stored) {
    return stored.ledger().sizeInBytes();
  }
}
