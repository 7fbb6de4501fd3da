package dev.eddy.stream.learn;

import dev.eddy.event.UserEvent;
import dev.eddy.factorization.Learned;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/// Tells people who watch what a partition learns. Used by the thread of its task.
final class WatcherNews {

  private final LocalPartitions tasks;
  private final ProcessorContext<?, ?> context;
  private long arrivedMs;

  WatcherNews(LocalPartitions tasks, ProcessorContext<?, ?> context) {
    this.tasks = tasks;
    this.context = context;
  }

  /// Notes when the event that is learned next came to Kafka.
  void arrived(long timeMs) {
    arrivedMs = timeMs;
  }

  /// Tells that a rating was learned.
  void rated(UserEvent event, long offset, float rating, Learned learned) {
    tasks.ingredients().add(learned, rating);
    tasks.scores().scored(context.taskId().partition(), offset, learned.prediction(), rating);
    tell(event, rating, learned.prediction());
  }

  /// Tells that an event without a rating was learned.
  void chosen(UserEvent event) {
    tell(event, Double.NaN, Double.NaN);
  }

  private void tell(UserEvent event, double rating, double predicted) {
    tasks
        .recent()
        .add(
            event.userId(),
            event.itemId(),
            event.kind(),
            rating,
            predicted,
            event.timestampMs(),
            arrivedMs,
            context.currentSystemTimeMs());
  }
}
