package dev.eddy.stream.learn;

import dev.eddy.event.EventWriter;
import dev.eddy.event.InvalidEventException;
import dev.eddy.event.TreeReader;
import dev.eddy.failure.DamagedRecordException;
import dev.eddy.store.RowCodec;
import dev.eddy.store.RowRecords;
import dev.eddy.store.StoreKey;

/// The format of the store `user-attributes`: JSON, as in the topic `users`.
public final class UserAttributesCodec implements RowCodec<AttributedUser> {

  @Override
  public AttributedUser read(String key, RowRecords records) {
    byte[] bytes = records.get(StoreKey.of(key));
    if (bytes == null) {
      return null;
    }
    try {
      return new AttributedUser(TreeReader.readUser(bytes));
    } catch (InvalidEventException e) {
      throw new DamagedRecordException("the stored attributes of user " + key + " are damaged", e);
    }
  }

  @Override
  public void write(String key, AttributedUser row, RowRecords records) {
    records.put(StoreKey.of(key), EventWriter.write(row.attributes()));
  }

  @Override
  public void delete(String key, AttributedUser row, RowRecords records) {
    records.put(StoreKey.of(key), null);
  }

  @Override
  public long sizeInBytes(AttributedUser row) {
    return 100 + 100L * row.features().size();
  }
}
