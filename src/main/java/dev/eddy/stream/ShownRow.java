package dev.eddy.stream;

import java.util.ArrayList;
import java.util.List;

/// What one user was shown: the items of late, the last list, and the requests that were counted.
/// Rows of panels and probes (see [DriftTask]) have the same form. One thread owns it.
final class ShownRow {

  /// So many items of late are remembered, the latest last.
  private static final int RECENT = 200;

  private static final int REQUESTS = 16;

  final List<String> names = new ArrayList<>();
  final List<Long> times = new ArrayList<>();
  final List<Float> scores = new ArrayList<>();
  final List<String> last = new ArrayList<>();
  final List<String> requests = new ArrayList<>();

  /// Takes over a list, unless the same request was taken over before.
  ///
  /// @return whether it was new
  boolean take(String requestId, List<String> items, long timeMs) {
    if (requests.contains(requestId)) {
      return false;
    }
    requests.add(requestId);
    if (requests.size() > REQUESTS) {
      requests.removeFirst();
    }
    for (String item : items) {
      names.add(item);
      times.add(timeMs);
    }
    while (names.size() > RECENT) {
      names.removeFirst();
      times.removeFirst();
    }
    last.clear();
    last.addAll(items);
    return true;
  }

  /// Returns whether an item was shown after one moment and not after another.
  boolean wasShown(String item, long fromMs, long toMs) {
    for (int i = names.size() - 1; i >= 0; i--) {
      if (names.get(i).equals(item) && times.get(i) >= fromMs && times.get(i) <= toMs) {
        return true;
      }
    }
    return false;
  }

  long sizeInBytes() {
    return 300 + 90L * (names.size() + scores.size()) + 60L * (last.size() + requests.size());
  }
}
