package dev.eddy.choice.row;

import dev.eddy.factorization.item.Sequences;

/// One item as it is merged: how often it was chosen, and what was chosen before it. At most about
/// 1.5 KB of heap.
///
/// One thread merges [ChoiceDelta]s into it; what is published is a [#copy] that nobody changes.
public final class ChoiceItem extends ChoiceCounts {

  private final Slots slots;
  private Sequences sequences;

  /// Creates an item that nobody has chosen.
  public ChoiceItem() {
    this(new Slots(), Sequences.NONE);
  }

  private ChoiceItem(Slots slots, Sequences sequences) {
    this.slots = slots;
    this.sequences = sequences;
  }

  /// Returns an item as it was stored.
  ///
  /// @param whole everything that there is of it, as a change of nothing; its neighbours are owned
  ///     by the item from now on
  /// @param sequences what it contains of each partition
  public static ChoiceItem stored(ChoiceDelta whole, Sequences sequences) {
    ChoiceItem item = new ChoiceItem(Slots.stored(whole.neighbours(), whole.changes()), sequences);
    item.addCounts(whole);
    return item;
  }

  /// Returns everything that there is of the item, as a change of nothing: what is to be stored.
  /// Its neighbours are in the order of their slots.
  public ChoiceDelta whole() {
    return toDelta(0, 0, slots.items(), slots.weights());
  }

  /// Returns a copy, not changed by what happens to this later.
  public ChoiceItem copy() {
    ChoiceItem copy = new ChoiceItem(slots.copy(), sequences);
    copy.takeOver(this);
    return copy;
  }

  /// Merges what a partition changed. Every delta counts: each arrives once, and its sequence
  /// number only tells the sender how far its work is contained.
  public void merge(ChoiceDelta delta) {
    addCounts(delta);
    slots.addAll(delta.neighbours(), delta.changes());
    sequences = sequences.with(delta.partition(), delta.sequence());
  }

  /// Returns how many neighbours it has.
  public int neighbours() {
    return slots.size();
  }

  /// Returns the neighbour in a place.
  public int neighbour(int place) {
    return slots.item(place);
  }

  /// Returns the weight of the neighbour in a place.
  public float weight(int place) {
    return slots.weight(place);
  }

  /// Returns the weight of a neighbour, 0 where it has no place.
  public float weightOf(int item) {
    return slots.weightOf(item);
  }

  /// Returns what it contains of each partition.
  public Sequences sequences() {
    return sequences;
  }
}
