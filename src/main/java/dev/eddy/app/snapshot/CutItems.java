package dev.eddy.app.snapshot;

import dev.eddy.factorization.item.ItemDictionary;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.RowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// The merged rows of a generation at a cut, of items, features and of what all share.
final class CutItems extends ItemDictionary {

  private final List<MergedItem> rows = new ArrayList<>();

  /// Puts a row in the place of an earlier one.
  ///
  /// @param row null for one that is no more
  void put(String id, MergedItem row) {
    int number = number(id);
    while (rows.size() <= number) {
      rows.add(null);
    }
    rows.set(number, row);
  }

  /// Returns the row of an id, one that waits included, or null.
  MergedItem row(String id) {
    return row(number(id));
  }

  private MergedItem row(int number) {
    return number < rows.size() ? rows.get(number) : null;
  }

  @Override
  public MergedItem merged(int number) {
    MergedItem row = row(number);
    return row == null || row.isWaiting() ? null : row;
  }

  @Override
  public MergedItem waiting(int number) {
    MergedItem row = row(number);
    return row == null || !row.isWaiting() ? null : row;
  }

  /// Visits all rows, those that wait included.
  void forEach(BiConsumer<String, MergedItem> visitor) {
    for (int number = 0; number < rows.size(); number++) {
      if (rows.get(number) != null) {
        visitor.accept(id(number), rows.get(number));
      }
    }
  }

  /// Returns how many ratings of items stand.
  long ratings() {
    long[] sum = {0};
    forEach((id, row) -> sum[0] += RowKind.of(id) == RowKind.ITEM ? row.count() : 0);
    return sum[0];
  }
}
