package dev.eddy.choice.row;

/// Takes what a learner changed, for those who merge it.
public interface ChoiceSink {

  /// Takes what was changed of an item.
  void item(int number, ChoiceDelta delta);

  /// Takes what was changed that belongs to no item.
  void shared(SharedDelta delta);
}
