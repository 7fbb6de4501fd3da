package dev.eddy.serve.operations;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.http.EventStream;
import dev.eddy.http.Json;
import dev.eddy.index.ItemIndex;
import dev.eddy.serve.backend.Backend;
import java.io.IOException;

/// Sends an event `item` at first and whenever what is learned of an item changes.
final class WatchedItem implements EventsEndpoint.Watched {

  private final Backend backend;
  private final String itemId;
  private State last;

  WatchedItem(Backend backend, String itemId) {
    this.backend = backend;
    this.itemId = itemId;
  }

  /// What a change shows in.
  ///
  /// @param ratings how many ratings of it stand
  /// @param mean of them; absent without any
  /// @param bias how much better or worse than an average item it is liked; absent without a row
  /// @param hidden whether it is never recommended
  record State(String itemId, int ratings, Double mean, Double bias, boolean hidden) {

    private static State of(Backend backend, String itemId) {
      ItemIndex index = backend.index();
      int number = index.find(itemId);
      boolean hidden = backend.item(itemId).hidden();
      if (number < 0) {
        return new State(itemId, 0, null, null, hidden);
      }
      MergedItem counted = index.counted(number);
      MergedItem row = index.item(number);
      double mean = counted == null ? Double.NaN : backend.model().meanRating(counted.values());
      return new State(
          itemId,
          index.count(number),
          Double.isNaN(mean) ? null : Json.round(mean),
          row == null ? null : Json.round(backend.model().itemBias(row.values())),
          hidden);
    }
  }

  @Override
  public void tick(EventStream events) throws IOException {
    State now = State.of(backend, itemId);
    if (!now.equals(last)) {
      last = now;
      events.send("item", Json.write(now));
    }
  }
}
