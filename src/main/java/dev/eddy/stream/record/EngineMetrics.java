package dev.eddy.stream.record;

import dev.eddy.event.RejectReason;
import dev.eddy.factorization.Learned;
import dev.eddy.lists.Brake;
import dev.eddy.lists.BrakeChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The stream's own meters. Counters count since this process started; what is known since the
/// beginning of the topic is told by the tasks.
public final class EngineMetrics {

  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
  private final Map<RejectReason, Counter> reasons = new EnumMap<>(RejectReason.class);
  private final Map<Brake, Map<BrakeChange.Kind, Counter>> brakes = new EnumMap<>(Brake.class);
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
            "Squared prequential error for items that have ratings, by predictor: the model, or the"
                + " mean of the item's ratings")
        .tag("predictor", predictor)
        .register(registry);
  }

  private static DistributionSummary norm(MeterRegistry registry, String kind) {
    return DistributionSummary.builder("eddy.row.norm")
        .description(
            "Length of user and item vectors after they learned a rating; one in seven is sampled")
        .tag("kind", kind)
        .register(registry);
  }

  private static Counter expired(MeterRegistry registry, String kind) {
    return Counter.builder("eddy.rows.expired")
        .description("Rows that expired because their user or item had no events for long")
        .tag("kind", kind)
        .register(registry);
  }

  private static Counter exposures(MeterRegistry registry, String outcome) {
    return Counter.builder("eddy.exposures")
        .description("Lists shown to users, by whether they were already counted")
        .tag("outcome", outcome)
        .register(registry);
  }

  public EngineMetrics(MeterRegistry registry) {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(
          outcome,
          Counter.builder("eddy.events")
              .description("Records of the ratings topic, by outcome")
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
    for (Brake brake : Brake.values()) {
      Map<BrakeChange.Kind, Counter> kinds = new EnumMap<>(BrakeChange.Kind.class);
      for (BrakeChange.Kind kind : BrakeChange.Kind.values()) {
        kinds.put(
            kind,
            Counter.builder("eddy.brake.changes")
                .description(
                    "Changes of brakes, and proposals of the governor, since the process started")
                .tag("brake", brake.label())
                .tag("kind", kind.label())
                .register(registry));
      }
      brakes.put(brake, kinds);
    }
    deltas =
        Counter.builder("eddy.item.deltas")
            .description("Coalesced item deltas sent to the items' owners")
            .register(registry);
    expiredUsers = expired(registry, "user");
    expiredItems = expired(registry, "item");
    expiredRatings =
        Counter.builder("eddy.ratings.expired")
            .description("Ratings removed together with an expired user or item")
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
        Timer.builder("eddy.learn.duration")
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
                "Time a commit takes to write the changed rows of one store and to send the records"
                    + " that follow from them")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(1))
            .register(registry);
  }

  public void count(Outcome outcome) {
    outcomes.get(outcome).increment();
  }

  public void count(RejectReason reason) {
    reasons.get(reason).increment();
  }

  /// Notes how well a rating was predicted, beside a guess that knows nobody's taste, and how long
  /// the vectors are.
  public void scored(Learned learned, float rating) {
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

  /// Counts a change of a brake, or a proposal.
  public void brake(BrakeChange change) {
    brakes.get(change.of()).get(change.kind()).increment();
  }

  public void delta() {
    deltas.increment();
  }

  public void wroteBack(long nanos) {
    writeBack.record(nanos, TimeUnit.NANOSECONDS);
  }

  /// Counts a list that was shown.
  ///
  /// @param isNew false for one that was counted before
  public void exposure(boolean isNew) {
    (isNew ? exposures : exposuresAgain).increment();
  }

  public void expiredUser() {
    expiredUsers.increment();
  }

  public void expiredItem() {
    expiredItems.increment();
  }

  public void expiredRatings(int ratings) {
    expiredRatings.increment(ratings);
  }

  public void unreadableRecord() {
    unreadable.increment();
  }

  public void learned(long nanos, long recordTimestampMs, long nowMs) {
    learn.record(nanos, TimeUnit.NANOSECONDS);
    endToEnd.record(Math.max(0, nowMs - recordTimestampMs), TimeUnit.MILLISECONDS);
  }
}
