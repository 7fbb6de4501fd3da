package dev.eddy.stream.learn;

import dev.eddy.drift.count.Maker;
import dev.eddy.drift.tally.ShownRow;
import dev.eddy.failure.DamagedRecordException;
import dev.eddy.failure.UnknownFormatException;
import dev.eddy.store.RowCodec;
import dev.eddy.store.RowRecords;
import dev.eddy.store.StoreKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// The format of the store `user-shown`: `version u8`, then five lists, each `length i32` and its
/// texts, longs, floats or ints: names, times, propensities, makers, requests. Where no list is of
/// an experiment, the makers are an empty list.
public final class ShownCodec implements RowCodec<ShownRow> {

  private static final byte VERSION = 4;

  @Override
  public ShownRow read(String key, RowRecords records) {
    byte[] bytes = records.get(StoreKey.of(key));
    if (bytes == null) {
      return null;
    }
    ShownRow row = new ShownRow();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte version = in.readByte();
      if (version != VERSION) {
        throw new UnknownFormatException(
            "the exposures of user %s have format version %d, but this build reads %d"
                .formatted(key, version, VERSION));
      }
      readTexts(in, row.names());
      for (int left = in.readInt(); left > 0; left--) {
        row.times().add(in.readLong());
      }
      readFloats(in, row.propensities());
      for (int left = in.readInt(); left > 0; left--) {
        row.makers().add(in.readInt());
      }
      while (row.makers().size() < row.times().size()) {
        row.makers().add(Maker.NO_CODE);
      }
      readTexts(in, row.requests());
    } catch (IOException e) {
      throw new DamagedRecordException("the exposures of user " + key + " are cut off", e);
    }
    return row;
  }

  private static void readFloats(DataInputStream in, List<Float> into) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      into.add(in.readFloat());
    }
  }

  private static void readTexts(DataInputStream in, List<String> into) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      into.add(in.readUTF());
    }
  }

  @Override
  public void write(String key, ShownRow row, RowRecords records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeTexts(out, row.names());
      out.writeInt(row.times().size());
      for (long time : row.times()) {
        out.writeLong(time);
      }
      writeFloats(out, row.propensities());
      writeMakers(out, row.makers());
      writeTexts(out, row.requests());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    records.put(StoreKey.of(key), bytes.toByteArray());
  }

  private static void writeMakers(DataOutputStream out, List<Integer> makers) throws IOException {
    boolean isAny = makers.stream().anyMatch(maker -> maker != Maker.NO_CODE);
    out.writeInt(isAny ? makers.size() : 0);
    for (int place = 0; isAny && place < makers.size(); place++) {
      out.writeInt(makers.get(place));
    }
  }

  private static void writeFloats(DataOutputStream out, List<Float> floats) throws IOException {
    out.writeInt(floats.size());
    for (float value : floats) {
      out.writeFloat(value);
    }
  }

  private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  @Override
  public void delete(String key, ShownRow row, RowRecords records) {
    records.put(StoreKey.of(key), null);
  }

  @Override
  public long sizeInBytes(ShownRow row) {
    return row.sizeInBytes();
  }
}
