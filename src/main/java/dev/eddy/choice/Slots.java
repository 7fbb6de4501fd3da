package dev.eddy.choice;

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

  private int[] items;
  private float[] weights;

  /// When something was added to each slot last, by the count of additions.
  private int[] touched;

  private int additions;
  private int size;

  Slots() {
    this(new int[FIRST_CAPACITY], new float[FIRST_CAPACITY], new int[FIRST_CAPACITY], 0);
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
            Arrays.copyOf(touched, capacity),
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

  /// Adds to the weight of a neighbour. What has no slot gets none by a weight that is not
  /// positive; no weight falls below zero.
  void add(int item, float weight) {
    int place = find(item);
    if (place >= 0) {
      weights[place] = Math.max(0, weights[place] + weight);
      touched[place] = ++additions;
    } else if (weight > LEAST) {
      put(size < MOST ? append() : lightest(), item, weight);
    }
  }

  private int append() {
    if (size == items.length) {
      items = Arrays.copyOf(items, Math.min(MOST, 2 * size));
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
  /// all find a place the heaviest stay.
  ///
  /// @param neighbours ascending by change
  void addAll(int[] neighbours, float[] changes) {
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

  /// Writes what changed since a copy was taken; a slot that was given away since counts as not
  /// changed.
  ///
  /// @param neighbours receives the items; as long as there are slots
  /// @param changes receives the changes of their weights
  /// @return how many were written
  int since(Slots then, int[] neighbours, float[] changes) {
    int written = 0;
    for (int place = 0; place < size; place++) {
      boolean stayed = place < then.size && then.items[place] == items[place];
      float before = stayed ? then.weights[place] : then.weightOf(items[place]);
      float change = weights[place] - before;
      if (Math.abs(change) > LEAST) {
        neighbours[written] = items[place];
        changes[written] = change;
        written++;
      }
    }
    return written;
  }
}
