package dev.eddy.stream;

import dev.eddy.event.RejectReason;
import dev.eddy.factorization.Learner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The stream's own meters. Counters count since this process started; what is known since the
/// beginning of the topic is in [LearnTask].
final class EngineMetrics {

  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
  private final Map<RejectReason, Counter> reasons = new EnumMap<>(RejectReason.class);
  private final Counter deltas;
  private final Counter unreadable;
  private final Counter expiredUsers;
  private final Counter expiredItems;
  private final Counter expiredRatings;
  private final Counter exposures;
  private final Counter exposuresAgain;
  private final Timer learn;
  private final Timer endToEnd;
  private final Timer writeBack;
  private final DistributionSummary modelError;
  private final DistributionSummary itemMeanError;
  private final DistributionSummary userNorm;
  private final DistributionSummary itemNorm;

  private static DistributionSummary squaredError(MeterRegistry registry, String predictor) {
    return DistributionSummary.builder("eddy.squared.error")
        .description(
            "Squared errors of ratings predicted before they were learned, of items with ratings:"
                + " by the model, and by the mean of the item's ratings")
        .tag("predictor", predictor)
        .register(registry);
  }

  private static DistributionSummary norm(MeterRegistry registry, String kind) {
    return DistributionSummary.builder("eddy.row.norm")
        .description(
            "Lengths of the vectors of users and items when they have learned a rating, of one in"
                + " seven")
        .tag("kind", kind)
        .register(registry);
  }

  private static Counter expired(MeterRegistry registry, String kind) {
    return Counter.builder("eddy.rows.expired")
        .description("Rows that left since nothing was heard of their user or item for long")
        .tag("kind", kind)
        .register(registry);
  }

  private static Counter exposures(MeterRegistry registry, String outcome) {
    return Counter.builder("eddy.exposures")
        .description("Lists that users were shown, by whether they were counted before")
        .tag("outcome", outcome)
        .register(registry);
  }

  EngineMetrics(MeterRegistry registry, LearnTasks tasks) {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(
          outcome,
          Counter.builder("eddy.events")
              .description("Records of the ratings topic, by what became of them")
              .tag("outcome", outcome.label())
              .register(registry));
    }
    for (RejectReason reason : RejectReason.values()) {
      reasons.put(
          reason,
          Counter.builder("eddy.events.rejected")
              .description("Records sent to the dead-letter topic, by reason")
              .tag("reason", reason.label())
              .register(registry));
    }
    deltas =
        Counter.builder("eddy.item.deltas")
            .description("Coalesced item deltas sent to the items' owners")
            .register(registry);
    expiredUsers = expired(registry, "user");
    expiredItems = expired(registry, "item");
    expiredRatings =
        Counter.builder("eddy.ratings.expired")
            .description("Standing ratings that left with a user or an item that expired")
            .register(registry);
    modelError = squaredError(registry, "model");
    itemMeanError = squaredError(registry, "item mean");
    userNorm = norm(registry, "user");
    itemNorm = norm(registry, "item");
    exposures = exposures(registry, "counted");
    exposuresAgain = exposures(registry, "again");
    unreadable =
        Counter.builder("eddy.records.unreadable")
            .description("Records of item-deltas, item-factors or items that could not be read")
            .register(registry);
    learn =
        Timer.builder("eddy.learn.latency")
            .description("Time to validate and learn one event")
            .serviceLevelObjectives(
                Duration.ofNanos(1_000),
                Duration.ofNanos(5_000),
                Duration.ofNanos(20_000),
                Duration.ofNanos(100_000),
                Duration.ofMillis(1),
                Duration.ofMillis(10))
            .register(registry);
    endToEnd =
        Timer.builder("eddy.event.latency")
            .description("Time from a record's arrival in Kafka until it was learned")
            .serviceLevelObjectives(
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1))
            .register(registry);
    writeBack =
        Timer.builder("eddy.cache.write.back")
            .description(
                "Time in which a commit writes the rows of one store that changed and sends what"
                    + " follows from them")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(1))
            .register(registry);
    Gauge.builder("eddy.learn.partitions", tasks, t -> t.all().size())
        .description("Partitions of the ratings topic that this instance learns")
        .register(registry);
    Gauge.builder("eddy.cache.dirty.rows", tasks, t -> t.sum(LearnTask::dirtyRows))
        .description(
            "Decoded rows, histories and attributes of users that are changed and not yet written")
        .register(registry);
    Gauge.builder("eddy.cache.bytes", tasks, t -> t.sum(LearnTask::cachedBytes))
        .description("Decoded user rows and histories in memory")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder(
            "eddy.cache.hit.ratio",
            tasks,
            t -> t.all().stream().mapToDouble(LearnTask::cacheHitRatio).average().orElse(1))
        .description("Part of row look-ups that found the row decoded in memory")
        .register(registry);
  }

  void count(Outcome outcome) {
    outcomes.get(outcome).increment();
  }

  void count(RejectReason reason) {
    reasons.get(reason).increment();
  }

  /// Notes how well a rating was predicted, beside a guess that knows nobody's taste, and how long
  /// the vectors are.
  void scored(Learner.Learned learned, float rating) {
    if (!Float.isNaN(learned.itemMean())) {
      modelError.record(square(learned.prediction() - rating));
      itemMeanError.record(square(learned.itemMean() - rating));
    }
    if (!Float.isNaN(learned.userNorm())) {
      userNorm.record(learned.userNorm());
      itemNorm.record(learned.itemNorm());
    }
  }

  private static double square(double error) {
    return error * error;
  }

  void delta() {
    deltas.increment();
  }

  void wroteBack(long nanos) {
    writeBack.record(nanos, TimeUnit.NANOSECONDS);
  }

  /// Counts a list that was shown.
  ///
  /// @param isNew false for one that was counted before
  void exposure(boolean isNew) {
    (isNew ? exposures : exposuresAgain).increment();
  }

  void expiredUser() {
    expiredUsers.increment();
  }

  void expiredItem() {
    expiredItems.increment();
  }

  void expiredRatings(int ratings) {
    expiredRatings.increment(ratings);
  }

  void unreadableRecord() {
    unreadable.increment();
  }

  void learned(long nanos, long recordTimestampMs, long nowMs) {
    learn.record(nanos, TimeUnit.NANOSECONDS);
    endToEnd.record(Math.max(0, nowMs - recordTimestampMs), TimeUnit.MILLISECONDS);
  }
}
