package dev.eddy.store;

import dev.eddy.factorization.History;
import dev.eddy.factorization.HistoryView;
import dev.eddy.factorization.ItemRows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.ByteUtils;

/// The format of places of a history:
///
/// ```
/// marks u8 | id bytes varint | id | rating u8 or f32 | weight f32 | time varlong | offset varlong
/// ```
///
/// Marks say whether the rating stands (1), whether its weight is 1 (2; then there is none), and
/// whether the rating is in halves, as most scales are (4; then it takes one byte). A place that
/// was withdrawn has neither. Time and offset are differences from the place before, zigzag.
final class PlacesCodec {

  private static final int LIVE = 1;
  private static final int WEIGHT_IS_ONE = 2;
  private static final int IN_HALVES = 4;

  /// Of marks, length, rating, weight, time and offset.
  private static final int MAX_FIXED_BYTES = 1 + 5 + 2 * Float.BYTES + 2 * 10;

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
      if ((marks & LIVE) != 0) {
        if ((marks & IN_HALVES) != 0) {
          scratch.put((byte) (int) (entry.rating() * 2));
        } else {
          scratch.putFloat(entry.rating());
        }
        if ((marks & WEIGHT_IS_ONE) == 0) {
          scratch.putFloat(entry.weight());
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
    if (!entry.live()) {
      return 0;
    }
    float halves = entry.rating() * 2;
    boolean inHalves = halves >= 0 && halves <= 255 && halves == (int) halves;
    return LIVE | (entry.weight() == 1 ? WEIGHT_IS_ONE : 0) | (inHalves ? IN_HALVES : 0);
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
      boolean live = (marks & LIVE) != 0;
      float rating = 0;
      float weight = 0;
      if (live) {
        rating = (marks & IN_HALVES) != 0 ? Byte.toUnsignedInt(in.get()) / 2f : in.getFloat();
        weight = (marks & WEIGHT_IS_ONE) != 0 ? 1 : in.getFloat();
      }
      timeMs += ByteUtils.readVarlong(in);
      offset += ByteUtils.readVarlong(in);
      into.restore(new History.Entry(item, live, rating, weight, timeMs, offset));
    }
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
