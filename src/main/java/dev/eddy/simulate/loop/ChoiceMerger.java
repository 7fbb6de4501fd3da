package dev.eddy.simulate.loop;

import dev.eddy.choice.row.ChoiceDelta;
import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.choice.row.ChoiceSink;
import dev.eddy.choice.row.SharedDelta;
import dev.eddy.index.ChoiceIndex;

/// Merges into an index what a learner of choices hands out, as the stream does.
record ChoiceMerger(ChoiceIndex choices) implements ChoiceSink {

  @Override
  public void item(int number, ChoiceDelta delta) {
    ChoiceItem known = choices.item(number);
    ChoiceItem merged = known == null ? new ChoiceItem() : known.copy();
    merged.merge(delta);
    choices.put(number, merged);
  }

  @Override
  public void shared(SharedDelta delta) {
    ChoiceShared known = choices.shared();
    ChoiceShared merged = known == null ? new ChoiceShared() : known.copy();
    merged.merge(delta);
    choices.put(merged);
  }
}
