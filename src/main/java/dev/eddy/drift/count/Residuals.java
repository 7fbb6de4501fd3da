package dev.eddy.drift.count;

import it.unimi.dsi.fastutil.objects.Object2ObjectOpenHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How far what items were rated lately lies from what they were rated before, window by window.
///
/// Of each item that was rated lately it keeps the ratings, which fade from window to window, and
/// a reference: what was known of the item before. The reference follows slowly, so that whoever
/// rates an item anew and alike is measured by those who rated it earlier, and not by themselves.
/// Not safe for use by several threads.
public final class Residuals {

  /// From window to window late ratings keep this part of their weight.
  private static final double KEPT = 0.8;

  /// From window to window a reference moves by this part to what is known now.
  private static final double FOLLOWS = 0.05;

  /// What is left of an item that is forgotten.
  private static final double FORGOTTEN = 0.05;

  /// With less weight, late ratings of an item say nothing.
  private static final double FEWEST = 3;

  /// With fewer ratings before, nobody knows what to expect of an item.
  private static final double FEWEST_BEFORE = 3;

  /// What the mean of all ratings counts beside those of an item, in ratings.
  private static final double PRIOR = 5;

  private final Object2ObjectOpenHashMap<String, Item> items = new Object2ObjectOpenHashMap<>();

  /// Of all late ratings: their weight, sum and squares.
  private double weight;

  private double sum;
  private double squares;

  /// One item: late ratings, by weight, and the reference.
  private static final class Item {
    double weight;
    double weightSquares;
    double sum;
    double ratingsBefore;
    double sumBefore;
  }

  /// Creates residuals of nothing.
  public Residuals() {}

  /// Takes over a window: the past counts less.
  public void add(ItemRatings window) {
    fade();
    window.items().forEach(this::add);
  }

  private void fade() {
    items
        .values()
        .removeIf(
            item -> {
              item.weight *= KEPT;
              item.weightSquares *= KEPT * KEPT;
              item.sum *= KEPT;
              return item.weight < FORGOTTEN;
            });
    weight *= KEPT;
    sum *= KEPT;
    squares *= KEPT;
  }

  private void add(String itemId, ItemRatings.Item late) {
    Item item = items.get(itemId);
    if (item == null) {
      item = new Item();
      item.ratingsBefore = late.first().ratings();
      item.sumBefore = late.first().ratings() * late.first().mean();
      items.put(itemId, item);
    } else {
      double known = late.last().ratings();
      item.ratingsBefore += FOLLOWS * (known - item.ratingsBefore);
      item.sumBefore += FOLLOWS * (known * late.last().mean() - item.sumBefore);
    }
    item.weight += late.ratings();
    item.weightSquares += late.ratings();
    item.sum += late.sum();
    weight += late.ratings();
    sum += late.sum();
    squares += late.squares();
  }

  /// Returns the items that were lately rated furthest to one side of what was expected, the
  /// furthest first, and how far, in standard errors: `Σ w·(r - e) / (σ·√Σ w²)`, negative for
  /// below. `w` is the weight of a late rating `r`, and `σ` the standard deviation of all late
  /// ratings. Expected is `e = (n·m + 5·M) / (n + 5)`, with the `n` ratings of the reference, their
  /// mean `m`, and the mean `M` of all late ratings. Items with less than three of either are left
  /// out.
  public List<Map.Entry<String, Double>> furthest(int most) {
    double mean = sum / weight;
    double spread = Math.sqrt(Math.max(0, squares / weight - mean * mean));
    Comparator<Map.Entry<String, Double>> far =
        Comparator.comparingDouble(entry -> -Math.abs(entry.getValue()));
    return items.object2ObjectEntrySet().stream()
        .filter(entry -> isJudged(entry.getValue()) && spread > 0)
        .map(entry -> Map.entry(entry.getKey(), errors(entry.getValue(), mean, spread)))
        .sorted(far.thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .toList();
  }

  private static boolean isJudged(Item item) {
    return item.weight >= FEWEST && item.ratingsBefore >= FEWEST_BEFORE;
  }

  private static double errors(Item item, double mean, double spread) {
    double expected = (item.sumBefore + PRIOR * mean) / (item.ratingsBefore + PRIOR);
    return (item.sum - item.weight * expected) / (spread * Math.sqrt(item.weightSquares));
  }

  /// Writes all of it.
  public void write(DataOutput out) throws IOException {
    out.writeInt(items.size());
    for (Map.Entry<String, Item> entry : items.object2ObjectEntrySet()) {
      Item item = entry.getValue();
      out.writeUTF(entry.getKey());
      out.writeDouble(item.weight);
      out.writeDouble(item.weightSquares);
      out.writeDouble(item.sum);
      out.writeDouble(item.ratingsBefore);
      out.writeDouble(item.sumBefore);
    }
    out.writeDouble(weight);
    out.writeDouble(sum);
    out.writeDouble(squares);
  }

  /// Takes over what was written.
  public void read(DataInput in) throws IOException {
    items.clear();
    for (int left = in.readInt(); left > 0; left--) {
      Item item = new Item();
      items.put(in.readUTF(), item);
      item.weight = in.readDouble();
      item.weightSquares = in.readDouble();
      item.sum = in.readDouble();
      item.ratingsBefore = in.readDouble();
      item.sumBefore = in.readDouble();
    }
    weight = in.readDouble();
    sum = in.readDouble();
    squares = in.readDouble();
  }

  /// Returns about how many bytes of heap it takes.
  public long sizeInBytes() {
    return 200 + 140L * items.size();
  }
}
