package dev.eddy.stream;

import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.DriftSettings;
import dev.eddy.store.CorruptRowException;
import dev.eddy.store.RowCodec;
import dev.eddy.store.RowRecords;
import dev.eddy.store.StoreKey;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// The format of the store `drift-ledger`: the ledger's own bytes, in chunks, since it may
/// outgrow what a changelog takes in one record.
final class LedgerCodec implements RowCodec<DriftLedger> {

  private static final int CHUNK = 500_000;

  private final DriftSettings settings;
  private final double ratingRange;

  LedgerCodec(DriftSettings settings, double ratingRange) {
    this.settings = settings;
    this.ratingRange = ratingRange;
  }

  @Override
  public DriftLedger read(String key, RowRecords records) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] chunk;
    for (int n = 0; (chunk = records.get(StoreKey.of(key, n))) != null; n++) {
      whole.writeBytes(chunk);
    }
    if (whole.size() == 0) {
      return null;
    }
    try {
      return DriftLedger.decode(whole.toByteArray(), settings, ratingRange);
    } catch (IllegalArgumentException e) {
      throw new CorruptRowException(e.getMessage(), e);
    }
  }

  @Override
  public void write(String key, DriftLedger ledger, RowRecords records) {
    byte[] bytes = ledger.encode();
    int n = 0;
    for (int from = 0; from < bytes.length; from += CHUNK) {
      byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(from + CHUNK, bytes.length));
      records.put(StoreKey.of(key, n++), chunk);
    }
    for (; records.get(StoreKey.of(key, n)) != null; n++) { // it was longer before
      records.put(StoreKey.of(key, n), null);
    }
  }

  @Override
  public void delete(String key, DriftLedger ledger, RowRecords records) {
    for (int n = 0; records.get(StoreKey.of(key, n)) != null; n++) {
      records.put(StoreKey.of(key, n), null);
    }
  }

  @Override
  public long sizeInBytes(DriftLedger ledger) {
    return ledger.sizeInBytes();
  }
}
