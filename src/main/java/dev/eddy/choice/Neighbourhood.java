package dev.eddy.choice;

import dev.eddy.choice.row.ChoiceRows;
import dev.eddy.choice.row.Neighbours;
import dev.eddy.factorization.user.HistoryView;
import java.util.Arrays;

/// The few thousand items that were chosen near what a user chose last, with a sum for each
/// [Nearness]. What was chosen in several ways counts once, as it was chosen last. To be filled
/// again for each user; not safe for use by several threads.
public final class Neighbourhood {

  /// So many of the latest choices count.
  static final int WINDOW = 100;

  /// Ratings so far below the user's mean, as a part of the scale, tell of dislike.
  private static final float DISLIKED = 0.055f;

  private static final int SIZE = Nearness.SIZE;

  /// The sums of an item lie in one cache line.
  private static final int STRIDE = 8;

  private static final int LAST = Nearness.LAST.place();
  private static final int RECENT = Nearness.RECENT.place();
  private static final int ALL = Nearness.ALL.place();
  private static final int OF_DISLIKED = Nearness.DISLIKED.place();
  private static final int EVER = Nearness.EVER.place();
  private static final int LIKELY = Nearness.LIKELY.place();
  private static final Nearness[] KINDS = Nearness.values();

  private final float dislikedBy;

  /// By number: the place of the item if it is found there; else it is not among them.
  private int[] placeOf = new int[1024];

  private int filling;
  private int[] numbers = new int[256];
  private float[] sums = new float[256 * STRIDE];
  private int size;

  /// By number: in which filling the item was found in the history.
  private int[] hadIn = new int[1024];

  private final int[] window = new int[WINDOW];
  private int windowSize;

  /// Creates one of nobody.
  ///
  /// @param scale the rating scale's length
  public Neighbourhood(double scale) {
    dislikedBy = (float) (DISLIKED * scale);
  }

  /// Takes in a user.
  ///
  /// @param history what the user chose, in order
  /// @param rows the items
  public void fill(HistoryView history, ChoiceRows rows) {
    filling++;
    size = 0;
    findWindow(history);
    float mean = mean(history);
    float[] fades = new float[SIZE];
    Arrays.fill(fades, 1);
    for (int i = 0; i < windowSize; i++) {
      int place = window[i];
      add(history.item(place), rows, fades, isDisliked(history, place, mean));
      for (Nearness near : KINDS) {
        fades[near.place()] *= near.fade();
      }
    }
  }

  private void findWindow(HistoryView history) {
    windowSize = 0;
    for (int place = history.size() - 1; place >= history.first() && windowSize < WINDOW; place--) {
      if (history.live(place) && isFirst(history.item(place))) {
        window[windowSize++] = place;
      }
    }
  }

  private boolean isFirst(int number) {
    if (number >= hadIn.length) {
      hadIn = Arrays.copyOf(hadIn, Math.max(number + 1, 2 * hadIn.length));
    }
    boolean isFirst = hadIn[number] != filling;
    hadIn[number] = filling;
    return isFirst;
  }

  /// Returns how many places of the history count.
  int windowSize() {
    return windowSize;
  }

  /// Returns a place of the history that counts, by its rank from the latest, 0.
  int window(int rank) {
    return window[rank];
  }

  /// Takes in a single item.
  public void fill(int number, ChoiceRows rows) {
    filling++;
    size = 0;
    windowSize = 0;
    float[] fades = new float[SIZE];
    Arrays.fill(fades, 1);
    add(number, rows, fades, false);
  }

  /// Returns how near the item in a place is to all that was taken in, whatever their counts.
  public float nearness(int place) {
    return sum(place, Nearness.EVER);
  }

  boolean isDisliked(HistoryView history, int place, float mean) {
    return history.rating(place) < mean - dislikedBy || history.isAgainst(place);
  }

  /// Returns the mean of a user's ratings, 0 without any.
  static float mean(HistoryView history) {
    double sum = 0;
    int count = 0;
    for (int place = history.first(); place < history.size(); place++) {
      float rating = history.rating(place);
      if (history.live(place) && !Float.isNaN(rating)) {
        sum += rating;
        count++;
      }
    }
    return count == 0 ? 0 : (float) (sum / count);
  }

  private void add(int number, ChoiceRows rows, float[] fades, boolean disliked) {
    Neighbours.List neighbours = rows.near(number);
    int[] items = neighbours.items();
    float[] nears = neighbours.near();
    float[] likely = neighbours.likely();
    float last = fades[LAST];
    float recent = fades[RECENT];
    float all = fades[ALL];
    float ofDisliked = disliked ? fades[OF_DISLIKED] : 0;
    for (int n = 0; n < items.length; n++) {
      float near = nears[n];
      int at = place(items[n]) * STRIDE;
      float[] into = sums;
      into[at + LAST] += last * near;
      into[at + RECENT] += recent * near;
      into[at + ALL] += all * near;
      into[at + OF_DISLIKED] += ofDisliked * near;
      into[at + EVER] += near;
      into[at + LIKELY] += likely[n];
    }
  }

  /// Returns how near an item is to one that was chosen, as a summand of a kind.
  static float near(ChoiceRows rows, int chosen, int number, Nearness kind) {
    Neighbours.List neighbours = rows.near(chosen);
    for (int n = 0; n < neighbours.items().length; n++) {
      if (neighbours.items()[n] == number) {
        return kind == Nearness.LIKELY ? neighbours.likely()[n] : neighbours.near()[n];
      }
    }
    return 0;
  }

  /// Returns the place of an item, given one if it has none.
  private int place(int number) {
    int known = find(number);
    return known >= 0 ? known : append(number);
  }

  private int append(int number) {
    if (number >= placeOf.length) {
      placeOf = Arrays.copyOf(placeOf, Math.max(number + 1, 2 * placeOf.length));
    }
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
      sums = Arrays.copyOf(sums, 2 * size * STRIDE);
    }
    Arrays.fill(sums, size * STRIDE, (size + 1) * STRIDE, 0);
    numbers[size] = number;
    placeOf[number] = size;
    return size++;
  }

  /// Returns how many items there are.
  public int size() {
    return size;
  }

  /// Returns the number of the item in a place.
  public int number(int place) {
    return numbers[place];
  }

  /// Returns whether an item is one of them.
  public boolean contains(int number) {
    return find(number) >= 0;
  }

  /// Returns the place of an item, -1 where it is none of them.
  int find(int number) {
    int place = number < placeOf.length ? placeOf[number] : -1;
    return place >= 0 && place < size && numbers[place] == number ? place : -1;
  }

  /// Returns the weighted sum of the logarithms of the item in a place, each taken for at most
  /// [QuickLog#ERROR] less than it is.
  ///
  /// @param weights by place of the [Nearness]
  float quickPart(int place, float[] weights) {
    float part = 0;
    int at = place * STRIDE;
    for (int kind = 0; kind < SIZE; kind++) {
      part += weights[kind] * QuickLog.of(Nearness.ratio(sums[at + kind]));
    }
    return part;
  }

  /// Returns a sum of the item in a place.
  float sum(int place, Nearness near) {
    return sums[place * STRIDE + near.place()];
  }
}
