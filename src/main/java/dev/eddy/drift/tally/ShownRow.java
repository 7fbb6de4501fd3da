package dev.eddy.drift.tally;

import dev.eddy.drift.count.Maker;
import dev.eddy.event.Exposure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one user was shown: the items of late, and the requests that were counted. One thread owns
/// it; any may ask for [#impressions].
public final class ShownRow {

  /// So many items of late are remembered, the latest last.
  private static final int RECENT = 200;

  private static final int REQUESTS = 16;

  final List<String> names = new ArrayList<>();
  final List<Long> times = new ArrayList<>();

  /// How likely lists were to have the items, beside [#names]; not a number where nobody knows.
  final List<Float> propensities = new ArrayList<>();

  /// Who made the lists that had the items, beside [#names], as [Maker#code].
  final List<Integer> makers = new ArrayList<>();

  final List<String> requests = new ArrayList<>();

  /// Creates a row of nothing.
  public ShownRow() {}

  /// Returns the items of late, the latest last. To be filled by whoever reads a row from where it
  /// is stored, as are the other lists.
  public List<String> names() {
    return names;
  }

  /// Returns when the items of late were shown.
  public List<Long> times() {
    return times;
  }

  /// Returns how likely lists were to have the items of late; not a number where nobody knows.
  public List<Float> propensities() {
    return propensities;
  }

  /// Returns who made the lists that had the items of late, as [Maker#code].
  public List<Integer> makers() {
    return makers;
  }

  /// Returns the requests that were counted.
  public List<String> requests() {
    return requests;
  }

  /// Takes over a list, unless the same request was taken over before.
  ///
  /// @return whether it was new
  synchronized boolean take(Exposure exposure) {
    if (requests.contains(exposure.requestId())) {
      return false;
    }
    requests.add(exposure.requestId());
    if (requests.size() > REQUESTS) {
      requests.removeFirst();
    }
    int maker =
        Maker.of(exposure.variant(), exposure.generation()).map(Maker::code).orElse(Maker.NO_CODE);
    List<String> items = exposure.items();
    for (int place = 0; place < items.size(); place++) {
      names.add(items.get(place));
      times.add(exposure.timestampMs());
      propensities.add((float) exposure.propensity(place));
      makers.add(maker);
    }
    while (names.size() > RECENT) {
      names.removeFirst();
      times.removeFirst();
      propensities.removeFirst();
      makers.removeFirst();
    }
    return true;
  }

  /// Returns how often items were shown that are remembered, by id; any thread.
  ///
  /// @param fromMs leaves out what was shown before this, event time
  public synchronized Map<String, Integer> impressions(long fromMs) {
    Map<String, Integer> impressions = new HashMap<>();
    for (int place = 0; place < names.size(); place++) {
      if (times.get(place) >= fromMs) {
        impressions.merge(names.get(place), 1, Integer::sum);
      }
    }
    return impressions;
  }

  /// Returns whether an item was shown after one moment and not after another.
  boolean wasShown(String item, long fromMs, long toMs) {
    return latest(item, fromMs, toMs) >= 0;
  }

  /// Returns how likely the latest list was to have an item that had it after one moment and not
  /// after another; not a number where none had it, or nobody knows.
  float propensity(String item, long fromMs, long toMs) {
    int at = latest(item, fromMs, toMs);
    return at < 0 ? Float.NaN : propensities.get(at);
  }

  /// Returns who made the latest list that had an item after one moment and not after another;
  /// where none had it, who made the latest list of that time. Empty where none of an experiment
  /// was shown then.
  Optional<Maker> maker(String item, long fromMs, long toMs) {
    int at = latest(item, fromMs, toMs);
    for (int i = names.size() - 1; at < 0 && i >= 0; i--) {
      if (times.get(i) >= fromMs && times.get(i) <= toMs) {
        at = i;
      }
    }
    return at < 0 ? Optional.empty() : Maker.ofCode(makers.get(at));
  }

  private int latest(String item, long fromMs, long toMs) {
    for (int i = names.size() - 1; i >= 0; i--) {
      if (names.get(i).equals(item) && times.get(i) >= fromMs && times.get(i) <= toMs) {
        return i;
      }
    }
    return -1;
  }

  /// Returns about how many bytes of heap the row takes.
  public long sizeInBytes() {
    return 300
        + 90L * names.size()
        + 20L * propensities.size()
        + 4L * makers.size()
        + 60L * requests.size();
  }
}
