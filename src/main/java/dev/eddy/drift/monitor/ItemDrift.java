package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// How far an item's row moves with a rating, over its length, in the mean.
public final class ItemDrift implements Monitor {

  /// Creates the monitor.
  public ItemDrift() {}

  @Override
  public String name() {
    return "item-drift";
  }

  @Override
  public String unit() {
    return "relative to the row length";
  }

  @Override
  public String meaning() {
    return "Item rows move more than they used to.";
  }

  @Override
  public String advice() {
    return "Look for a campaign or a flood of ratings, then at who has the most influence.";
  }

  @Override
  public boolean isOfLoop() {
    return false;
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.itemMoves().mean();
  }

  @Override
  public double errorSquare(ArmCounts counts) {
    return counts.itemMoves().errorSquare();
  }
}
