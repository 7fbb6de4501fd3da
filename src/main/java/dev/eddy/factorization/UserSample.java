package dev.eddy.factorization;

import java.util.Arrays;

/// A bounded, even sample of user ids: those with the smallest hashes (a bottom-k sample, Cohen
/// and Kaplan 2007). Which ids it holds, and in which order, depends on nothing but the ids that
/// were added, so a sample built anew from a store is the same.
///
/// Not safe for use by several threads.
public final class UserSample {

  private final int limit;
  private long[] hashes = new long[64];
  private String[] ids = new String[64];
  private int size;

  /// The smallest hash of an id that there was no place for.
  private long cut = Long.MAX_VALUE;

  /// Creates an empty sample of at most so many ids.
  public UserSample(int limit) {
    this.limit = limit;
  }

  /// Adds an id, if it belongs to the sample and is not in it yet.
  public void add(String id) {
    long hash = Hash.of(id);
    int at = find(hash);
    if (at >= 0 || hash >= cut) { // two ids of one hash: the first stands
      return;
    }
    int place = -at - 1;
    if (place == limit) {
      cut = hash;
      return;
    }
    if (size == limit) {
      size--; // the one with the largest hash leaves
      cut = hashes[size];
    } else if (size == ids.length) {
      int capacity = (int) Math.min(limit, 2L * size);
      hashes = Arrays.copyOf(hashes, capacity);
      ids = Arrays.copyOf(ids, capacity);
    }
    System.arraycopy(hashes, place, hashes, place + 1, size - place);
    System.arraycopy(ids, place, ids, place + 1, size - place);
    hashes[place] = hash;
    ids[place] = id;
    size++;
  }

  /// Removes an id.
  public void remove(String id) {
    int at = find(Hash.of(id));
    if (at >= 0 && ids[at].equals(id)) {
      size--;
      System.arraycopy(hashes, at + 1, hashes, at, size - at);
      System.arraycopy(ids, at + 1, ids, at, size - at);
      ids[size] = null;
    }
  }

  /// Returns whether so many ids were removed that the sample should be made anew, of all.
  public boolean isShort() {
    return cut < Long.MAX_VALUE && size < limit - limit / 8;
  }

  /// Begins anew with no id.
  public void clear() {
    Arrays.fill(ids, null);
    size = 0;
    cut = Long.MAX_VALUE;
  }

  private int find(long hash) {
    return Arrays.binarySearch(hashes, 0, size, hash);
  }

  /// Returns how many ids there are.
  public int size() {
    return size;
  }

  /// Returns the id that a random number chooses, or null where there is none.
  ///
  /// @param chance from 0 to 1, 1 excluded
  public String pick(double chance) {
    return ids[(int) (chance * size)]; // beyond the last id there is null
  }

  /// Returns all ids.
  public String[] ids() {
    return Arrays.copyOf(ids, size);
  }
}
