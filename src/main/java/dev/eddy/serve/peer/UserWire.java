package dev.eddy.serve.peer;

import dev.eddy.factorization.user.History;
import dev.eddy.index.ItemIndex;
import dev.eddy.serve.backend.UserState;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// How instances tell each other of a user:
///
/// ```
/// version u8 | user utf | known u8 | row, start: floats i32, f32… | count i32 | influence f64
///   | stale by i64, -1 for not | attributes i32, (name, value: bytes i32, UTF-8)…
///   | ratings i32, (item utf, kind i32, rating f32, weight f32, time i64, offset i64)…
///   | events without a rating, the same
///   | shown of late i32, (item utf, times i32)…
/// ```
///
/// Instances of different builds may run side by side while one is exchanged for the other: a
/// version that is not known is an error, upon which the user counts as not reachable.
final class UserWire {

  private static final int VERSION = 3;
  private static final int MOST_FLOATS = 100_000;
  private static final int MOST_ATTRIBUTES = 10_000;
  private static final int MOST_SHOWN = 100_000;
  private static final int MOST_RATINGS = 10_000_000;
  private static final int MOST_BYTES = 64 << 20;

  private UserWire() {}

  static void write(DataOutputStream out, UserState user, ItemIndex items) throws IOException {
    out.writeByte(VERSION);
    out.writeUTF(user.userId());
    out.writeBoolean(user.known());
    writeFloats(out, user.row());
    writeFloats(out, user.start());
    out.writeInt(user.count());
    out.writeDouble(user.influence());
    out.writeLong(user.staleBy().orElse(-1));
    out.writeInt(user.attributes().size());
    for (Map.Entry<String, String> attribute : user.attributes().entrySet()) {
      writeText(out, attribute.getKey());
      writeText(out, attribute.getValue());
    }
    writeEntries(out, user.ratings(), items);
    writeEntries(out, user.interactions(), items);
    out.writeInt(user.impressions().size());
    for (Map.Entry<Integer, Integer> shown : user.impressions().entrySet()) {
      out.writeUTF(items.id(shown.getKey()));
      out.writeInt(shown.getValue());
    }
  }

  private static void writeEntries(
      DataOutputStream out, List<History.Entry> entries, ItemIndex items) throws IOException {
    out.writeInt(entries.size());
    for (History.Entry entry : entries) {
      out.writeUTF(items.id(entry.item()));
      out.writeInt(entry.kind());
      out.writeFloat(entry.rating());
      out.writeFloat(entry.weight());
      out.writeLong(entry.timeMs());
      out.writeLong(entry.offset());
    }
  }

  private static List<History.Entry> readEntries(DataInputStream in, ItemIndex items)
      throws IOException {
    List<History.Entry> entries = new ArrayList<>();
    for (int left = length(in, MOST_RATINGS); left > 0; left--) {
      entries.add(
          new History.Entry(
              items.number(in.readUTF()),
              in.readInt(),
              true,
              in.readFloat(),
              in.readFloat(),
              in.readLong(),
              in.readLong()));
    }
    return entries;
  }

  static UserState read(DataInputStream in, ItemIndex items) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException(
          "the instance uses wire version " + version + ", but this one uses " + VERSION);
    }
    String userId = in.readUTF();
    boolean known = in.readBoolean();
    float[] row = readFloats(in);
    float[] start = readFloats(in);
    int count = in.readInt();
    double influence = in.readDouble();
    long staleBy = in.readLong();
    Map<String, String> attributes = new HashMap<>();
    for (int left = length(in, MOST_ATTRIBUTES); left > 0; left--) {
      attributes.put(readText(in), readText(in));
    }
    List<History.Entry> ratings = readEntries(in, items);
    List<History.Entry> interactions = readEntries(in, items);
    Map<Integer, Integer> impressions = new HashMap<>();
    for (int left = length(in, MOST_SHOWN); left > 0; left--) {
      impressions.put(items.number(in.readUTF()), in.readInt());
    }
    return new UserState(
        userId,
        known,
        row,
        start,
        count,
        influence,
        ratings,
        interactions,
        impressions,
        attributes,
        staleBy < 0 ? OptionalLong.empty() : OptionalLong.of(staleBy));
  }

  /// Attributes may be longer than what `writeUTF` takes.
  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    byte[] bytes = new byte[length(in, MOST_BYTES)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void writeFloats(DataOutputStream out, float[] floats) throws IOException {
    out.writeInt(floats.length);
    for (float value : floats) {
      out.writeFloat(value);
    }
  }

  private static float[] readFloats(DataInputStream in) throws IOException {
    float[] floats = new float[length(in, MOST_FLOATS)];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = in.readFloat();
    }
    return floats;
  }

  private static int length(DataInputStream in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("the answer is damaged: " + length + " entries");
    }
    return length;
  }
}
