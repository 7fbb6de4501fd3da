package dev.eddy.app.instance;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.publish.PromotionReader;
import dev.eddy.app.settings.ChallengerSettings;
import dev.eddy.challenger.PairedEvidence;
import dev.eddy.challenger.Promotion;
import dev.eddy.factorization.Segment;
import dev.eddy.http.ProblemException;
import dev.eddy.lists.HitRate;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Challenger;
import dev.eddy.stream.Engine;
import dev.eddy.stream.Generations;
import dev.eddy.stream.Readiness;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// One of two models as the challenger of the other one.
final class LiveChallenger implements Challenger {

  /// So long a promotion may take to come back from Kafka.
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final Contender contender;
  private final int champion;
  private final Pairing pairing;
  private final ChallengerSettings settings;
  private final Lag lag;
  private final EventPublisher publisher;
  private final PromotionReader promotions;

  /// Shows a model as the challenger of another one.
  ///
  /// @param champion the generation of the other one
  /// @param pairing of the two
  /// @param settings how far it may be behind when it serves, and whom it serves
  LiveChallenger(
      Contender contender,
      int champion,
      Pairing pairing,
      ChallengerSettings settings,
      Lag lag,
      EventPublisher publisher,
      PromotionReader promotions) {
    this.contender = contender;
    this.champion = champion;
    this.pairing = pairing;
    this.settings = settings;
    this.lag = lag;
    this.publisher = publisher;
    this.promotions = promotions;
  }

  @Override
  public int generation() {
    return contender.generation();
  }

  @Override
  public Backend.Accuracy accuracy() {
    return LiveAccuracy.of(contender.engine());
  }

  @Override
  public HitRate.Values hits() {
    return contender.engine().hits().values(Segment.ALL);
  }

  @Override
  public PairedEvidence evidence() {
    return pairing.evidence().get();
  }

  @Override
  public long unpaired() {
    return pairing.scores().unpaired();
  }

  @Override
  public OptionalLong behind() {
    return lag.latest();
  }

  @Override
  public Optional<String> hindrance() {
    return hindrance(lag.latest()).or(this::doubt);
  }

  @Override
  public double share() {
    return settings.share();
  }

  @Override
  public boolean isAble() {
    return hindrance(lag.latest()).isEmpty();
  }

  /// Why it cannot serve, however good it is.
  private Optional<String> hindrance(OptionalLong behind) {
    Engine engine = contender.engine();
    Readiness readiness = engine.readiness();
    if (!readiness.isAlive()) {
      return Optional.of(
          "generation %d does not learn any more; the log says why. Start the instance again"
              .formatted(generation()));
    }
    if (!readiness.isReady()) {
      return Optional.of(
          "generation %d is still loading its state, %.0f %% done; wait until it is there"
              .formatted(generation(), 100 * readiness.fraction()));
    }
    if (!readiness.isSettled()) {
      return Optional.of(
          "partitions of generation %d are moving between instances; wait until they have arrived"
              .formatted(generation()));
    }
    if (behind.isEmpty()) {
      return Optional.of(
          "Kafka has not said yet how far generation %d is; try again".formatted(generation()));
    }
    if (behind.getAsLong() > settings.maxBehind()) {
      return Optional.of(
          "generation %d is %d records behind, but may be %d (challenger.max-behind); wait until it has caught up, see challenger.behind in GET /v1/accuracy"
              .formatted(generation(), behind.getAsLong(), settings.maxBehind()));
    }
    return Optional.empty();
  }

  /// Why it need not serve.
  private Optional<String> doubt() {
    if (!pairing.isPossible()) {
      return Optional.of(
          "generation %d cannot be compared where ratings are repartitioned (stream.repartition); promote it with \"force\": true"
              .formatted(generation()));
    }
    double value = evidence().eValue();
    return value >= PairedEvidence.ENOUGH
        ? Optional.empty()
        : Optional.of(
            "nothing shows yet that generation %d predicts better: its e-value is %.3g, and %.0f is enough. Wait for more ratings, or promote it with \"force\": true"
                .formatted(generation(), value, PairedEvidence.ENOUGH));
  }

  @Override
  public Optional<Promotion> latest() {
    return promotions.latest();
  }

  @Override
  public Promotion promote(String who, boolean force) {
    Optional<String> doubt = doubt();
    Optional<String> hindrance = hindrance(now());
    if (!force && hindrance.isEmpty()) {
      hindrance = doubt;
    }
    if (hindrance.isPresent()) {
      throw ProblemException.conflict(hindrance.get() + ". Nothing was changed");
    }
    long nowMs = System.currentTimeMillis();
    long timeMs = promotions.latest().map(it -> it.nextMs(nowMs)).orElse(nowMs);
    Promotion promotion =
        new Promotion(generation(), champion, who, timeMs, force && doubt.isPresent());
    publish(promotion);
    return promotion;
  }

  private OptionalLong now() {
    try {
      return OptionalLong.of(lag.ask());
    } catch (Generations.KafkaUnavailableException e) {
      throw ProblemException.unavailable(e.getMessage(), e);
    }
  }

  private void publish(Promotion promotion) {
    Acknowledged.run(() -> publisher.publishAndWait(promotion));
    try {
      if (!promotions.await(promotion, WITHIN)) {
        throw ProblemException.unconfirmed(
            "Kafka has the promotion, but this instance has not read it back within %d s. It holds once that has happened; see generation in GET /v1/accuracy"
                .formatted(WITHIN.toSeconds()),
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unconfirmed(
          "interrupted before the promotion came back from Kafka; see generation in GET"
              + " /v1/accuracy",
          e);
    }
  }
}
