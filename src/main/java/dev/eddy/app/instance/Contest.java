package dev.eddy.app.instance;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.publish.PromotionReader;
import dev.eddy.app.settings.ChallengerSettings;
import dev.eddy.app.settings.ChallengerSettings.SwitchOver;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.challenger.PairedScores;
import dev.eddy.challenger.Promotion;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.http.ProblemException;
import dev.eddy.stream.Generations;
import dev.eddy.stream.StreamSettings;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Two models of one instance side by side: what each predicts for the same ratings is brought
/// together, each is the challenger of the other one, and promotions are followed.
final class Contest implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Contest.class);
  private static final String ITSELF = "switch-over";
  private static final int LOOK_EVERY_S = 2;

  private final Contender first;
  private final Contender second;
  private final LiveLineup lineup;
  private final ChallengerSettings settings;
  private final SwitchOverRule rule;
  private final PromotionReader promotions;
  private final Lag firstLag;
  private final Lag secondLag;
  private final LiveChallenger secondAsChallenger;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("eddy-challenger").factory());
  private volatile boolean closed;

  /// Sets two models against each other.
  ///
  /// @param first of `stream.generation`
  /// @param second of `challenger.generation`
  Contest(
      Model first,
      Model second,
      LiveLineup lineup,
      ChallengerSettings settings,
      EventPublisher publisher) {
    this.first = first.contender;
    this.second = second.contender;
    this.lineup = lineup;
    this.settings = settings;
    rule =
        new SwitchOverRule(
            settings.switchOver(), this.first.generation(), this.second.generation());
    promotions = new PromotionReader(this.first.settings().stream(), lineup::take);
    boolean isPairing = learnedTopic(this.first).equals(learnedTopic(this.second));
    PairedScores scores = scores(this.first.engine().model().settings());
    if (isPairing) {
      this.first.engine().tasks().tellScores(scores::first);
      this.second.engine().tasks().tellScores(scores::second);
    }
    firstLag = lag(this.first);
    secondLag = lag(this.second);
    secondAsChallenger =
        new LiveChallenger(
            this.second,
            this.first.generation(),
            Pairing.ofSecond(isPairing, scores),
            settings,
            secondLag,
            publisher,
            promotions);
    first.backend.challengedBy(secondAsChallenger);
    second.backend.challengedBy(
        new LiveChallenger(
            this.first,
            this.second.generation(),
            Pairing.ofFirst(isPairing, scores),
            settings,
            firstLag,
            publisher,
            promotions));
  }

  /// A model, and how it is shown.
  record Model(Contender contender, LiveBackend backend) {}

  private static Lag lag(Contender contender) {
    int generation = contender.generation();
    return new Lag(() -> contender.engine().generations().behind(generation));
  }

  private static PairedScores scores(LearningSettings learning) {
    return new PairedScores(learning.ratingMax() - learning.ratingMin());
  }

  private static String learnedTopic(Contender contender) {
    StreamSettings stream = contender.settings().stream();
    return stream.names().learned(stream.repartition());
  }

  /// Starts the model that serves, and returns when it is loaded; the other one starts after it, in
  /// the background.
  ///
  /// @throws CommandFailedException if it cannot be read which one serves
  void start(String self) {
    first.engine().awaitBroker();
    try {
      promotions.start();
      holdBackLaggard();
    } catch (KafkaException | Generations.KafkaUnavailableException e) {
      if (closed) {
        return;
      }
      throw new CommandFailedException(
          "it cannot be read which generation serves: %s".formatted(e.getMessage()), e);
    }
    boolean isSecond = lineup.wanted() == second.generation();
    Contender champion = isSecond ? second : first;
    Contender other = isSecond ? first : second;
    champion.engine().start(self);
    Thread.ofPlatform().name("eddy-challenger-start").daemon().start(() -> start(other, self));
  }

  /// Lets the other model serve while the one that was promoted is too far behind, as one that is
  /// learned anew under its old number. The engines have not started: who is behind is asked of
  /// Kafka.
  private void holdBackLaggard() {
    if (promotions.latest().map(Promotion::generation).orElse(0) != lineup.wanted()) {
      return;
    }
    boolean isSecond = lineup.wanted() == second.generation();
    long behind = behind(isSecond ? second : first);
    long otherBehind = behind(isSecond ? first : second);
    if (behind > settings.maxBehind() && otherBehind <= settings.maxBehind()) {
      int other = (isSecond ? first : second).generation();
      LOG.warn(
          "Generation {} was promoted, but is {} records behind, and may be {}"
              + " (challenger.max-behind); until it has caught up, generation {} serves, which is"
              + " {} behind",
          lineup.wanted(),
          behind,
          settings.maxBehind(),
          other,
          otherBehind);
      lineup.standIn(other);
    }
  }

  private long behind(Contender contender) {
    return first.engine().generations().behind(contender.generation());
  }

  private void start(Contender challenger, String self) {
    try {
      if (closed) {
        return;
      }
      challenger.engine().start(self);
      var _ = looks.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_S, TimeUnit.SECONDS);
    } catch (RuntimeException e) { // it must not take the model with it that serves
      if (closed) {
        LOG.debug("Generation {} was closed while it started", challenger.generation(), e);
        return;
      }
      LOG.error(
          "Generation {} does not start, the other one serves on: {}",
          challenger.generation(),
          e.getMessage(),
          e);
    }
  }

  /// Sees how far both are, and whether it is time to switch over. What left it would end it.
  private void look() {
    try {
      firstLag.refresh();
      secondLag.refresh();
      endStandIn();
      if (isDue()) {
        LOG.info("Generation {} is promoted by {}", second.generation(), ITSELF);
        var _ = secondAsChallenger.promote(ITSELF, settings.switchOver() == SwitchOver.CAUGHT_UP);
      }
    } catch (ProblemException e) {
      LOG.warn("Generation {} is not promoted: {}", second.generation(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("The look at the challenger failed", e);
    }
  }

  private void endStandIn() {
    if (!lineup.hasStandIn()) {
      return;
    }
    boolean isSecond = lineup.wanted() == second.generation();
    Contender promoted = isSecond ? first : second;
    OptionalLong behind = (isSecond ? firstLag : secondLag).latest();
    boolean hasStopped = promoted.engine().stopped().isDone();
    if (hasStopped) { // then the instance is to end, as it would without a stand-in
      lineup.endStandIn();
    } else if (behind.isPresent()
        && behind.getAsLong() <= settings.maxBehind()
        && promoted.engine().readiness().isSettled()) {
      lineup.endStandIn();
      LOG.info("Generation {} has caught up, and serves as it was promoted", lineup.wanted());
    }
  }

  private boolean isDue() {
    return rule.isDue(
        promotions.latest(),
        secondAsChallenger::isAble,
        () -> secondAsChallenger.hindrance().isEmpty());
  }

  @Override
  public void close() {
    closed = true;
    looks.shutdownNow();
    promotions.close();
  }
}
