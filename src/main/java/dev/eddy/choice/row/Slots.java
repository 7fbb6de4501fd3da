package dev.eddy.choice.row;

import java.util.Arrays;

/// Weights of an item's neighbours, at most [#MOST] of them.
///
/// A full row gives its lightest slot to a newcomer, which starts afresh; of equally light ones
/// that which nothing was added to for longest. So whoever comes back often enough stays. A
/// newcomer that took over the weight of the slot it gets (as in the space-saving sketch) finds
/// less than half as much in lists: measured.
final class Slots {

  /// So many neighbours an item has at most.
  static final int MOST = 128;

  /// Lighter ones are nothing.
  private static final float LEAST = 1e-6f;

  private static final int FIRST_CAPACITY = 4;
  private static final int[] NEVER = {};

  private int[] items;
  private float[] weights;

  /// When something was added to each slot last, by the count of additions; empty before the first
  /// addition, as of rows that are only read.
  private int[] touched;

  private int additions;
  private int size;

  Slots() {
    this(new int[FIRST_CAPACITY], new float[FIRST_CAPACITY], NEVER, 0);
  }

  /// Returns slots as they were stored.
  ///
  /// @param items different from each other, owned by the slots from now on
  /// @param weights of the items, owned as well
  /// @throws IllegalArgumentException if there are more than slots
  static Slots stored(int[] items, float[] weights) {
    if (items.length > MOST) {
      throw new IllegalArgumentException(
          "a row has %d neighbours, but %d at most".formatted(items.length, MOST));
    }
    return new Slots(items, weights, NEVER, items.length);
  }

  private Slots(int[] items, float[] weights, int[] touched, int size) {
    this.items = items;
    this.weights = weights;
    this.touched = touched;
    this.size = size;
  }

  Slots copy() {
    int capacity = Math.max(FIRST_CAPACITY, size);
    Slots copy =
        new Slots(
            Arrays.copyOf(items, capacity),
            Arrays.copyOf(weights, capacity),
            touched.length == 0 ? NEVER : Arrays.copyOf(touched, capacity),
            size);
    copy.additions = additions;
    return copy;
  }

  int size() {
    return size;
  }

  int item(int place) {
    return items[place];
  }

  float weight(int place) {
    return weights[place];
  }

  /// Returns the weight of a neighbour, 0 where it has no slot.
  float weightOf(int item) {
    int place = find(item);
    return place < 0 ? 0 : weights[place];
  }

  private int find(int item) {
    for (int place = 0; place < size; place++) {
      if (items[place] == item) {
        return place;
      }
    }
    return -1;
  }

  private int append() {
    if (size == items.length) {
      items = Arrays.copyOf(items, Math.clamp(2L * size, FIRST_CAPACITY, MOST));
      weights = Arrays.copyOf(weights, items.length);
      touched = Arrays.copyOf(touched, items.length);
    }
    return size++;
  }

  private void put(int place, int item, float weight) {
    items[place] = item;
    weights[place] = weight;
    touched[place] = ++additions;
  }

  private int lightest() {
    int lightest = 0;
    for (int place = 1; place < size; place++) {
      if (weights[place] < weights[lightest]
          || (weights[place] == weights[lightest] && touched[place] < touched[lightest])) {
        lightest = place;
      }
    }
    return lightest;
  }

  /// Adds changes of several neighbours, the lightest newcomer first, so that of those that do not
  /// all find a place the heaviest stay. What has no slot gets none by a change that is not
  /// positive; no weight falls below zero.
  ///
  /// @param neighbours ascending by change
  void addAll(int[] neighbours, float[] changes) {
    if (touched.length == 0) {
      touched = new int[items.length];
    }
    for (int n = 0; n < neighbours.length; n++) { // who has a slot does not lose it to a newcomer
      int place = find(neighbours[n]);
      if (place >= 0) {
        weights[place] = Math.max(0, weights[place] + changes[n]);
        touched[place] = ++additions;
      }
    }
    for (int n = 0; n < neighbours.length; n++) {
      if (changes[n] > LEAST && find(neighbours[n]) < 0) {
        put(size < MOST ? append() : lightest(), neighbours[n], changes[n]);
      }
    }
  }

  /// Returns the neighbours, a copy.
  int[] items() {
    return Arrays.copyOf(items, size);
  }

  /// Returns the weights of the [#items], a copy.
  float[] weights() {
    return Arrays.copyOf(weights, size);
  }
}
