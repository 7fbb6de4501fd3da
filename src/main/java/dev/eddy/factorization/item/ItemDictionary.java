package dev.eddy.factorization.item;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers for item ids, of a learner that is alone: nothing is ever merged, since its own view
/// holds everything.
public class ItemDictionary implements ItemRows {

  private final Map<String, Integer> numbers = new HashMap<>(Map.of("", SHARED));
  private final List<String> ids = new ArrayList<>(List.of(""));

  @Override
  public int number(String itemId) {
    Integer known = numbers.get(itemId);
    if (known != null) {
      return known;
    }
    numbers.put(itemId, ids.size());
    ids.add(itemId);
    return ids.size() - 1;
  }

  @Override
  public String id(int number) {
    return ids.get(number);
  }

  @Override
  public MergedItem merged(int number) {
    return null;
  }

  /// Returns how many items have a number, the shared row not counted.
  public int size() {
    return ids.size() - 1;
  }
}
