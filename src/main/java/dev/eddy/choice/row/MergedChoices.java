package dev.eddy.choice.row;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/// Merges what learners hand out and publishes the rows to them, all in memory: the owner of all
/// items at once. One thread merges; what it publishes may be read by the same thread alone, except
/// where others are told of it safely.
public final class MergedChoices implements MergedItems, ChoiceSink {

  private ChoiceItem[] items = new ChoiceItem[64];
  private final IntArrayList numbers = new IntArrayList();
  private final Neighbours neighbours = new Neighbours();
  private ChoiceShared shared;

  /// Creates the owner of no item.
  public MergedChoices() {}

  @Override
  public void item(int number, ChoiceDelta delta) {
    if (number >= items.length) {
      items = Arrays.copyOf(items, Math.max(number + 1, 2 * items.length));
    }
    ChoiceItem before = items[number];
    if (before == null) {
      numbers.add(number);
    }
    ChoiceItem merged = before == null ? new ChoiceItem() : before.copy();
    merged.merge(delta);
    items[number] = merged;
    neighbours.put(number, before, merged);
  }

  @Override
  public void shared(SharedDelta delta) {
    ChoiceShared merged = shared == null ? new ChoiceShared() : shared.copy();
    merged.merge(delta);
    shared = merged;
  }

  @Override
  public ChoiceItem item(int number) {
    return number < items.length ? items[number] : null;
  }

  @Override
  public Neighbours.List near(int number) {
    return neighbours.of(number);
  }

  /// Shows to learners what is chosen near what, as merged by now.
  public void publish() {
    neighbours.publish(this);
  }

  @Override
  public ChoiceShared shared() {
    return shared;
  }

  @Override
  public int size() {
    return numbers.size();
  }

  @Override
  public int numberAt(int place) {
    return numbers.getInt(place);
  }
}
