package dev.eddy.factorization.item;

import java.util.Arrays;

/// For each contributing partition the number of its last delta that was merged. A small sorted
/// map of primitives; immutable.
public final class Sequences {

  /// Nothing merged yet.
  public static final Sequences NONE = new Sequences(new int[0], new long[0]);

  private final int[] partitions;
  private final long[] numbers;

  private Sequences(int[] partitions, long[] numbers) {
    this.partitions = partitions;
    this.numbers = numbers;
  }

  /// Returns the last number of a partition, 0 if it contributed nothing.
  public long of(int partition) {
    int at = Arrays.binarySearch(partitions, partition);
    return at < 0 ? 0 : numbers[at];
  }

  /// Returns the same with one partition's number set.
  public Sequences with(int partition, long number) {
    int at = Arrays.binarySearch(partitions, partition);
    if (at >= 0) {
      long[] changed = numbers.clone();
      changed[at] = number;
      return new Sequences(partitions, changed);
    }
    int place = -at - 1;
    int[] newPartitions = new int[partitions.length + 1];
    long[] newNumbers = new long[numbers.length + 1];
    System.arraycopy(partitions, 0, newPartitions, 0, place);
    System.arraycopy(numbers, 0, newNumbers, 0, place);
    newPartitions[place] = partition;
    newNumbers[place] = number;
    System.arraycopy(partitions, place, newPartitions, place + 1, partitions.length - place);
    System.arraycopy(numbers, place, newNumbers, place + 1, numbers.length - place);
    return new Sequences(newPartitions, newNumbers);
  }

  /// Returns how many partitions have contributed.
  public int size() {
    return partitions.length;
  }

  /// Returns the partition in a place, partitions ascending.
  public int partitionAt(int place) {
    return partitions[place];
  }

  /// Returns the number in a place.
  public long numberAt(int place) {
    return numbers[place];
  }
}
