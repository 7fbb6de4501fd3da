package dev.eddy.drift;

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
    return "length of a row";
  }

  @Override
  public String meaning() {
    return "Items' rows move more than they used to.";
  }

  @Override
  public String advice() {
    return "Look for a campaign or a flood of ratings; then at who has the most influence.";
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
