package dev.eddy.index;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.Model;
import java.util.ArrayList;
import java.util.List;

/// Items in two dimensions. The plane follows from the most rated items and is found in the
/// background; where an item lies in it is found when asked. Any thread may ask; one refreshes.
public final class ItemMap {

  /// The plane of so many items is that of all: the rest know too little of themselves.
  private static final int ITEMS = 5_000;

  /// Vectors of items with fewer ratings are mostly noise.
  private static final int LEAST_RATINGS = 5;

  private final Model model;
  private final ItemIndex index;
  private volatile Placed placed = new Placed(0, null);
  private volatile boolean wanted;

  /// A plane and the version of the index that it was found for.
  private record Placed(long version, MapPlane plane) {}

  /// An item's place.
  ///
  /// @param number the item
  /// @param x along the direction in which items differ most
  /// @param y along the next
  public record Point(int number, double x, double y) {}

  /// The most rated items in their places.
  ///
  /// @param version grows when the plane is found anew
  /// @param explained what part of the items' variance each direction shows; empty where there
  ///     are too few items for a map
  /// @param points the most rated first
  public record View(long version, double[] explained, List<Point> points) {}

  /// Creates a map without items.
  public ItemMap(Model model, ItemIndex index) {
    this.model = model;
    this.index = index;
  }

  /// Finds the plane anew if the index has changed and somebody looked at the map since.
  public void refresh() {
    long version = index.version();
    if (version == placed.version || !wanted) {
      return;
    }
    wanted = false;
    List<float[]> vectors = new ArrayList<>();
    for (int number : index.mostRated(ITEMS, LEAST_RATINGS)) {
      float[] vector = vector(number);
      if (isFinite(vector)) { // one that is not would spoil the plane of all
        vectors.add(vector);
      }
    }
    if (vectors.size() >= 3 && model.scanLength() >= 2) {
      placed = new Placed(version, MapPlane.of(vectors, placed.plane));
    }
  }

  private static boolean isFinite(float[] vector) {
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        return false;
      }
    }
    return true;
  }

  /// Returns the most rated items in their places.
  public View view(int n) {
    wanted = true;
    Placed now = placed;
    if (now.plane == null) {
      return new View(0, new double[0], List.of());
    }
    List<Point> points = new ArrayList<>();
    for (int number : index.mostRated(n, LEAST_RATINGS)) {
      float[] vector = vector(number);
      points.add(new Point(number, now.plane.place(vector, 0), now.plane.place(vector, 1)));
    }
    return new View(now.version, now.plane.explained(), points);
  }

  private float[] vector(int number) {
    float[] vector = new float[model.scanLength()];
    MergedItem item = index.merged(number);
    if (item != null) { // else it left just now
      model.scanVector(index.shared(), item.values(), vector, 0);
    }
    return vector;
  }
}
