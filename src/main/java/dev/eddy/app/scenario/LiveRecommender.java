package dev.eddy.app.scenario;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.Interaction;
import dev.eddy.event.Rating;
import dev.eddy.event.UserEvent;
import dev.eddy.serve.backend.Backend;
import dev.eddy.simulate.loop.Recommender;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A running instance, as the people of a world meet it: they ask for lists over HTTP, which counts
/// as shown, and what they do they publish to Kafka a moment later.
///
/// Time passes at a [Pace]. A list may be a moment behind what its user did. Used by one thread.
final class LiveRecommender implements Recommender {

  /// People take so long to choose, by the clock on the wall. What they were shown is counted by
  /// then.
  private static final long CHOOSING_MS = 250;

  private static final long POLL_MS = 10;
  private static final long QUIET_LIMIT_MS = 60_000;
  private static final String CLICK = "click";

  private final ServedLists lists;
  private final Backend backend;
  private final EventPublisher publisher;
  private final WorldClock clock;
  private final Pace pace;
  private final BooleanSupplier stopping;
  private final Latest latest;
  private final Queue<Chosen> waiting = new ArrayDeque<>();
  private final long handledBefore;
  private int items;
  private long events;
  private boolean isWatched;

  /// What somebody has chosen.
  ///
  /// @param wallMs when it is to be published, by the clock on the wall
  private record Chosen(UserEvent event, long wallMs) {}

  /// @param clock by which the instance dates what it shows
  /// @param stopping whether the run is to end: then nothing is asked or published any more
  LiveRecommender(
      ServedLists lists,
      Backend backend,
      EventPublisher publisher,
      WorldClock clock,
      Pace pace,
      BooleanSupplier stopping) {
    this.lists = lists;
    this.backend = backend;
    this.publisher = publisher;
    this.clock = clock;
    this.pace = pace;
    this.stopping = stopping;
    latest = new Latest(itemId -> backend.item(itemId).title());
    handledBefore = handled();
  }

  @Override
  public void add(CatalogItem item) {
    publisher.publish(item);
    items++;
  }

  @Override
  public int items() {
    return backend.index().recommendable();
  }

  /// Returns how many events were published.
  long events() {
    return events;
  }

  /// Returns what somebody did just now, for people.
  String latest() {
    return latest.told();
  }

  /// Waits until all of the past is learned, and can be in lists; then the first round begins.
  @Override
  public void watch() {
    awaitLearned();
    isWatched = true;
    pace.begin(System.currentTimeMillis());
  }

  /// Waits until every event that was published is learned, and every item can be in lists.
  void awaitLearned() {
    publishUntil(Long.MAX_VALUE);
    publisher.flush();
    long before = -1;
    long sinceMs = System.currentTimeMillis();
    while (!stopping.getAsBoolean() && (handled() - handledBefore < events || items() < items)) {
      if (handled() != before) {
        before = handled();
        sinceMs = System.currentTimeMillis();
      } else if (System.currentTimeMillis() - sinceMs > QUIET_LIMIT_MS) {
        throw new CommandFailedException(
            "the stream makes no progress: %d of %d events are learned, %d of %d items are there"
                .formatted(handled() - handledBefore, events, items(), items));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
    }
  }

  private long handled() {
    return backend.outcomes().values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public List<String> show(String userId, long timeMs) {
    await(timeMs);
    if (stopping.getAsBoolean()) {
      return List.of();
    }
    clock.set(timeMs);
    List<String> list = lists.of(userId);
    latest.shown(userId, list);
    return list;
  }

  /// Waits for a moment of the world, and publishes meanwhile what people have chosen.
  private void await(long timeMs) {
    long wallMs = System.currentTimeMillis();
    publishUntil(wallMs);
    for (long left = pace.left(timeMs, wallMs);
        left > 0 && !stopping.getAsBoolean();
        left = pace.left(timeMs, wallMs)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(POLL_MS, left)));
      wallMs = System.currentTimeMillis();
      publishUntil(wallMs);
    }
  }

  @Override
  public OptionalDouble rate(String userId, String itemId, double rating, long timeMs) {
    latest.rated(userId, itemId, rating);
    take(Rating.of(userId, itemId, rating, timeMs));
    return OptionalDouble.empty();
  }

  @Override
  public void click(String userId, String itemId, long timeMs) {
    latest.clicked(userId, itemId);
    take(new Interaction(userId, itemId, CLICK, OptionalDouble.empty(), timeMs, 1, "", ""));
  }

  /// Takes what somebody chose; the past needs no time.
  private void take(UserEvent event) {
    long wallMs = System.currentTimeMillis();
    waiting.add(new Chosen(event, isWatched ? wallMs + CHOOSING_MS : wallMs));
    publishUntil(wallMs);
  }

  private void publishUntil(long wallMs) {
    while (!waiting.isEmpty() && waiting.peek().wallMs <= wallMs && !stopping.getAsBoolean()) {
      publisher.publish(waiting.remove().event);
      events++;
    }
  }

  /// Nothing: the stream commits by itself.
  @Override
  public void commit() {}
}
