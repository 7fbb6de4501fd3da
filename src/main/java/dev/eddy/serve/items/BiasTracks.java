package dev.eddy.serve.items;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.index.ItemIndex;
import dev.eddy.serve.backend.Backend;
import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// How the biases of items moved since this instance started. A point is noted whenever an item's
/// bias has moved by 0.02 since the last one. Of each item at most 64 points are kept: where there
/// are more, every second one goes. The first 20,000 items that are rated are followed.
///
/// One thread follows, any thread may read.
public final class BiasTracks {

  private static final int EVERY_MS = 1_000;
  private static final int MOST_ITEMS = 20_000;
  private static final int MOST_POINTS = 64;
  private static final double LEAST_MOVE = 0.02;

  private final Backend backend;
  private final Int2ObjectMap<List<Point>> tracks = new Int2ObjectOpenHashMap<>();
  private long version = -1;

  /// Creates tracks without points.
  public BiasTracks(Backend backend) {
    this.backend = backend;
  }

  /// The bias of an item at some moment.
  ///
  /// @param timeMs by this instance's clock
  /// @param bias in units of the score
  public record Point(long timeMs, double bias) {}

  /// Follows all biases until it is told to stop.
  public void follow(BooleanSupplier stopping) {
    try {
      while (!stopping.getAsBoolean()) {
        if (backend.status().ready()) {
          note(System.currentTimeMillis());
        }
        TimeUnit.MILLISECONDS.sleep(EVERY_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Notes the biases that have moved.
  ///
  /// @param nowMs by this instance's clock
  public synchronized void note(long nowMs) {
    ItemIndex index = backend.index();
    long now = index.version();
    if (now == version) {
      return;
    }
    version = now;
    for (int number = 1; number < index.numberedEnd(); number++) {
      MergedItem row = index.merged(number);
      if (row != null
          && index.isItem(number)
          && (tracks.containsKey(number) || tracks.size() < MOST_ITEMS)) {
        note(number, nowMs, backend.model().itemBias(row.values()));
      }
    }
  }

  private void note(int number, long nowMs, double bias) {
    List<Point> track = tracks.computeIfAbsent(number, n -> new ArrayList<>(4));
    if (!track.isEmpty() && Math.abs(track.getLast().bias() - bias) < LEAST_MOVE) {
      return;
    }
    if (track.size() == MOST_POINTS) {
      for (int place = MOST_POINTS - 1; place > 0; place -= 2) {
        track.remove(place);
      }
    }
    track.add(new Point(nowMs, bias));
  }

  /// Returns the track of an item, the oldest point first.
  synchronized List<Point> of(int number) {
    return List.copyOf(tracks.getOrDefault(number, List.of()));
  }
}
