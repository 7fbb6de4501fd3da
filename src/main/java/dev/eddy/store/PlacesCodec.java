package dev.eddy.store;

import dev.eddy.factorization.item.ItemRows;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.ByteUtils;

/// The format of places of a history:
///
/// ```
/// marks u8 | id bytes varint | id | kind i32 | rating u8 or f32 | weight f32 | part f32
///          | time varlong | offset varlong
/// ```
///
/// Marks say whether the place stands (1), whether its weight is 1 (2; then there is none), whether
/// the rating is in halves, as most scales are (4; then it takes one byte), whether it has a kind
/// (8; else there is none), whether it has no rating (16), and whether only a part of it counts
/// (32; else there is none). A place that was withdrawn has neither rating nor weight nor part.
/// Time and offset are differences from the place before, zigzag.
final class PlacesCodec {

  private static final int LIVE = 1;
  private static final int WEIGHT_IS_ONE = 2;
  private static final int IN_HALVES = 4;
  private static final int HAS_KIND = 8;
  private static final int UNRATED = 16;
  private static final int IN_PART = 32;

  /// Of marks, length, kind, rating, weight, part, time and offset.
  private static final int MAX_FIXED_BYTES = 1 + 5 + Integer.BYTES + 3 * Float.BYTES + 2 * 10;

  private final ItemRows items;

  /// For encoding, which only the owner does.
  private ByteBuffer scratch = ByteBuffer.allocate(4096);

  PlacesCodec(ItemRows items) {
    this.items = items;
  }

  /// Encodes places; by the owner, who uses them before the next call.
  ///
  /// @param first the first place of the run that is read together; what is before `from` is
  ///     encoded already
  ByteBuffer encode(HistoryView history, int first, int from, int to) {
    scratch.clear();
    long timeMs = from == first ? 0 : history.entry(from - 1).timeMs();
    long offset = from == first ? 0 : history.entry(from - 1).offset();
    for (int place = from; place < to; place++) {
      History.Entry entry = history.entry(place);
      byte[] id = items.id(entry.item()).getBytes(StandardCharsets.UTF_8);
      makeRoom(MAX_FIXED_BYTES + id.length);
      int marks = marks(entry);
      scratch.put((byte) marks);
      ByteUtils.writeUnsignedVarint(id.length, scratch);
      scratch.put(id);
      if ((marks & HAS_KIND) != 0) {
        scratch.putInt(entry.kind());
      }
      if ((marks & LIVE) != 0) {
        if ((marks & IN_HALVES) != 0) {
          scratch.put((byte) (int) (entry.rating() * 2));
        } else if ((marks & UNRATED) == 0) {
          scratch.putFloat(entry.rating());
        }
        if ((marks & WEIGHT_IS_ONE) == 0) {
          scratch.putFloat(entry.weight());
        }
        if ((marks & IN_PART) != 0) {
          scratch.putFloat(entry.part());
        }
      }
      ByteUtils.writeVarlong(entry.timeMs() - timeMs, scratch);
      ByteUtils.writeVarlong(entry.offset() - offset, scratch);
      timeMs = entry.timeMs();
      offset = entry.offset();
    }
    return scratch.flip();
  }

  private static int marks(History.Entry entry) {
    int kind = entry.kind() == 0 ? 0 : HAS_KIND;
    if (!entry.live()) {
      return kind;
    }
    float halves = entry.rating() * 2;
    boolean inHalves = halves >= 0 && halves <= 255 && halves == (int) halves;
    return LIVE
        | (entry.weight() == 1 ? WEIGHT_IS_ONE : 0)
        | (inHalves ? IN_HALVES : 0)
        | kind
        | (Float.isNaN(entry.rating()) ? UNRATED : 0)
        | (entry.part() == 1 ? 0 : IN_PART);
  }

  private void makeRoom(int bytes) {
    if (scratch.remaining() < bytes) {
      ByteBuffer larger = ByteBuffer.allocate(2 * scratch.capacity() + bytes);
      scratch = larger.put(scratch.flip());
    }
  }

  /// Reads places.
  ///
  /// @param into receives them
  void read(ByteBuffer in, int places, History into) {
    long timeMs = 0;
    long offset = 0;
    for (int i = 0; i < places; i++) {
      int marks = in.get();
      int item = item(in, ByteUtils.readUnsignedVarint(in));
      int kind = (marks & HAS_KIND) != 0 ? in.getInt() : 0;
      boolean live = (marks & LIVE) != 0;
      float rating = 0;
      float weight = 0;
      float part = 1;
      if (live) {
        rating = rating(marks, in);
        weight = (marks & WEIGHT_IS_ONE) != 0 ? 1 : in.getFloat();
        part = (marks & IN_PART) != 0 ? in.getFloat() : 1;
      }
      timeMs += ByteUtils.readVarlong(in);
      offset += ByteUtils.readVarlong(in);
      into.restore(new History.Entry(item, kind, live, rating, weight, part, timeMs, offset));
    }
  }

  private static float rating(int marks, ByteBuffer in) {
    if ((marks & UNRATED) != 0) {
      return Float.NaN;
    }
    return (marks & IN_HALVES) != 0 ? Byte.toUnsignedInt(in.get()) / 2f : in.getFloat();
  }

  private int item(ByteBuffer in, int idBytes) {
    if (idBytes < 0 || idBytes > in.remaining()) {
      throw new IllegalArgumentException("an item's id of " + idBytes + " bytes does not fit");
    }
    byte[] id = new byte[idBytes];
    in.get(id);
    return items.number(new String(id, StandardCharsets.UTF_8));
  }
}
