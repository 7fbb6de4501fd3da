package dev.eddy.choice.row;

/// All items as they are merged from all partitions. Safe for use by several threads: none of them
/// changes once it is published.
public interface MergedItems extends ChoiceRows {

  @Override
  ChoiceItem item(int number);
}
