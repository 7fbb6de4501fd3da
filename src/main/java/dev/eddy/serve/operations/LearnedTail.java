package dev.eddy.serve.operations;

import dev.eddy.factorization.RecentEvents;
import dev.eddy.http.EventStream;
import dev.eddy.http.Json;
import dev.eddy.serve.backend.Backend;
import java.io.IOException;
import java.util.List;

/// Sends events `learned`: what this instance has just learned, the oldest first. Where more comes
/// in than is wanted at a time, only the latest is sent.
final class LearnedTail implements EventsEndpoint.Watched {

  private final Backend backend;
  private final int most;
  private long sent;

  LearnedTail(Backend backend, int most) {
    this.backend = backend;
    this.most = most;
  }

  /// What was learned.
  record Answer(List<Entry> events) {}

  /// One event.
  ///
  /// @param number counts the events of this instance
  /// @param kind absent for a plain rating
  /// @param rating absent where none was given
  /// @param predicted what was predicted just before; absent where nothing was
  /// @param timeMs event time
  /// @param learnedMs when it was learned, by this instance's clock
  record Entry(
      long number,
      String userId,
      String itemId,
      String title,
      String kind,
      Double rating,
      Double predicted,
      long timeMs,
      long learnedMs) {

    private static Entry of(Backend backend, RecentEvents.LearnedEvent event) {
      return new Entry(
          event.number(),
          event.userId(),
          event.itemId(),
          backend.item(event.itemId()).title(),
          event.kind().isEmpty() ? null : event.kind(),
          number(event.rating()),
          number(event.predicted()),
          event.timeMs(),
          event.learnedMs());
    }

    private static Double number(double value) {
      return Double.isNaN(value) ? null : Json.round(value);
    }
  }

  @Override
  public void tick(EventStream events) throws IOException {
    List<RecentEvents.LearnedEvent> latest = backend.recent().after(sent, most);
    if (!latest.isEmpty()) {
      sent = latest.getLast().number();
      events.send(
          "learned",
          Json.write(new Answer(latest.stream().map(event -> Entry.of(backend, event)).toList())));
    }
  }
}
