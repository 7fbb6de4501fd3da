package dev.eddy.index;

import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.choice.row.MergedItems;
import dev.eddy.choice.row.Neighbours;
import java.util.Arrays;

/// The merged choices of all items in memory, as learners and queries of this instance read them.
///
/// One thread puts, any thread reads: what is put is never changed again.
public final class ChoiceIndex implements MergedItems {

  /// All that one reader sees at once. Elements of the arrays are only ever set from nothing to
  /// something, or to something newer.
  private record Rows(ChoiceItem[] items, int[] numbers, int size) {}

  private static final int FIRST_CAPACITY = 1024;

  private volatile Rows rows = new Rows(new ChoiceItem[FIRST_CAPACITY], new int[FIRST_CAPACITY], 0);
  private final Neighbours neighbours = new Neighbours();
  private volatile ChoiceShared shared;

  /// Creates an empty index.
  public ChoiceIndex() {}

  /// Takes over what was merged of an item.
  ///
  /// @param number of the item
  /// @param item not to be changed any more
  public synchronized void put(int number, ChoiceItem item) {
    Rows now = rows;
    ChoiceItem[] items = now.items;
    if (number >= items.length) {
      items = Arrays.copyOf(items, Math.max(number + 1, 2 * items.length));
    }
    boolean isNew = items[number] == null;
    neighbours.put(number, items[number], item);
    items[number] = item;
    int[] numbers = now.numbers;
    if (isNew) {
      if (now.size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * numbers.length);
      }
      numbers[now.size] = number;
    }
    rows = new Rows(items, numbers, now.size + (isNew ? 1 : 0)); // shows all that was written
  }

  /// Takes over what belongs to no item.
  ///
  /// @param newShared not to be changed any more
  public void put(ChoiceShared newShared) {
    shared = newShared;
  }

  @Override
  public ChoiceItem item(int number) {
    ChoiceItem[] items = rows.items;
    return number < items.length ? items[number] : null;
  }

  @Override
  public Neighbours.List near(int number) {
    return neighbours.of(number);
  }

  /// Shows to readers what is chosen near what, as merged by now.
  public synchronized void publish() {
    neighbours.publish(this);
  }

  @Override
  public ChoiceShared shared() {
    return shared;
  }

  @Override
  public int size() {
    return rows.size;
  }

  @Override
  public int numberAt(int place) {
    return rows.numbers[place];
  }
}
