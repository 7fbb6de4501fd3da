package dev.eddy.drift.count;

import it.unimi.dsi.fastutil.objects.Object2ObjectOpenHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;

/// What each item was rated in one window, and before it. Parts add up, in any order. Not safe for
/// use by several threads.
public final class ItemRatings {

  private final Object2ObjectOpenHashMap<String, Item> items = new Object2ObjectOpenHashMap<>();

  /// One item in one window.
  ///
  /// @param ratings how many ratings it got
  /// @param sum of these
  /// @param squares the sum of their squares
  /// @param first what was known of it before the first of them
  /// @param last what was known of it before the last of them
  public record Item(int ratings, double sum, double squares, Known first, Known last) {

    private Item and(Item other) {
      return new Item(
          ratings + other.ratings,
          sum + other.sum,
          squares + other.squares,
          first.ratings <= other.first.ratings ? first : other.first,
          last.ratings >= other.last.ratings ? last : other.last);
    }
  }

  /// All ratings of an item at some moment.
  ///
  /// @param ratings how many stood
  /// @param mean of them; 0 where there were none
  public record Known(int ratings, double mean) {}

  /// Creates ratings of nothing.
  public ItemRatings() {}

  /// Counts a rating.
  ///
  /// @param before what was known of the item before
  public void add(String itemId, double rating, Known before) {
    items.merge(itemId, new Item(1, rating, rating * rating, before, before), Item::and);
  }

  /// Adds what was counted elsewhere.
  public void add(ItemRatings other) {
    other.items.forEach((itemId, item) -> items.merge(itemId, item, Item::and));
  }

  /// Returns the items that were rated, by id.
  public Map<String, Item> items() {
    return Collections.unmodifiableMap(items);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(items.size());
    for (Map.Entry<String, Item> entry : items.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeInt(entry.getValue().ratings);
      out.writeDouble(entry.getValue().sum);
      out.writeDouble(entry.getValue().squares);
      write(entry.getValue().first, out);
      write(entry.getValue().last, out);
    }
  }

  private static void write(Known known, DataOutput out) throws IOException {
    out.writeInt(known.ratings);
    out.writeDouble(known.mean);
  }

  /// Adds what was written.
  void read(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      String itemId = in.readUTF();
      Item item = new Item(in.readInt(), in.readDouble(), in.readDouble(), known(in), known(in));
      items.merge(itemId, item, Item::and);
    }
  }

  private static Known known(DataInput in) throws IOException {
    return new Known(in.readInt(), in.readDouble());
  }

  /// Returns about how many bytes of heap it takes.
  long sizeInBytes() {
    return 100 + 200L * items.size();
  }
}
