package dev.eddy.challenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PairedEvidenceTest {

  private static final int STREAMS = 200;
  private static final int RATINGS = 2_000;
  private static final int LOOK_EVERY = 10;
  private static final double ALPHA = 0.05;

  /// What somebody saw who looked all the time.
  private record Seen(boolean wasEnough, boolean everMissed, PairedEvidence last) {}

  /// Watches two models whose errors are noisy and correlated.
  ///
  /// @param gain by how much the second model's loss is lower in the mean, at each rating
  private static Seen watch(long seed, IntToDoubleFunction gain) {
    Random random = new Random(seed);
    PairedEvidence evidence = PairedEvidence.NONE;
    boolean wasEnough = false;
    boolean everMissed = false;
    double gains = 0;
    for (int n = 0; n < RATINGS; n++) {
      double shared = 0.3 + 0.2 * random.nextDouble();
      double noise = 0.2 * (random.nextDouble() - 0.5);
      evidence = evidence.with(shared + noise + gain.applyAsDouble(n), shared);
      gains += gain.applyAsDouble(n);
      if (n % LOOK_EVERY == 0) {
        wasEnough |= evidence.eValue() >= PairedEvidence.ENOUGH;
        double mean = gains / (n + 1);
        everMissed |= mean < evidence.low() || mean > evidence.high();
      }
    }
    return new Seen(wasEnough, everMissed, evidence);
  }

  private static double share(IntToDoubleFunction gain, Predicate<Seen> of) {
    int count = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      count += of.test(watch(stream, gain)) ? 1 : 0;
    }
    return (double) count / STREAMS;
  }

  @Test
  void shouldRarelyBelieveInWhatIsNotBetterHoweverOftenOneLooks() {
    assertThat(share(n -> 0, Seen::wasEnough)).isLessThanOrEqualTo(ALPHA);
  }

  @Test
  void shouldHoldWhereTheModelsTakeTurnsAndNeitherIsBetterSoFar() {
    // The second one is worse first, and only then better by as much: never better so far.
    assertThat(share(n -> n < RATINGS / 2 ? -0.02 : 0.02, Seen::wasEnough))
        .isLessThanOrEqualTo(ALPHA);
  }

  @Test
  void shouldFindWhatIsBetter() {
    assertThat(share(n -> 0.01, Seen::wasEnough)).isGreaterThan(0.95);
  }

  @Test
  void shouldCoverTheMeanAtAllTimesAtOnce() {
    assertThat(share(n -> 0.005 * Math.sin(n / 100.0), Seen::everMissed))
        .isLessThanOrEqualTo(ALPHA);
    PairedEvidence last = watch(1, n -> 0.01).last();
    assertThat(last.low()).isPositive();
    assertThat(last.high() - last.low()).isLessThan(0.03);
  }

  @Test
  void shouldSayTheContraryOfTheOtherModel() {
    PairedEvidence evidence = watch(3, n -> 0.01).last();
    PairedEvidence reversed = evidence.reversed();
    assertThat(reversed.mean()).isEqualTo(-evidence.mean());
    assertThat(reversed.low()).isEqualTo(-evidence.high(), within(1e-9));
    assertThat(reversed.eValue()).isLessThan(1);
  }

  @Test
  void shouldKnowNothingAtFirst() {
    assertThat(PairedEvidence.NONE.mean()).isZero();
    assertThat(PairedEvidence.NONE.eValue()).isEqualTo(1);
    assertThat(PairedEvidence.NONE.low()).isEqualTo(-1, within(1e-9));
    assertThat(PairedEvidence.NONE.high()).isEqualTo(1, within(1e-9));
  }

  @Test
  void shouldStayFiniteWhereOneModelIsHopeless() {
    PairedEvidence evidence = PairedEvidence.NONE;
    for (int n = 0; n < 100_000; n++) {
      evidence = evidence.with(1, 0);
    }
    assertThat(evidence.eValue()).isFinite().isGreaterThan(1e6);
    assertThat(evidence.low()).isBetween(0.99, 1.0);
  }

  @Test
  void shouldAddUp() {
    PairedEvidence here = watch(4, n -> 0.01).last();
    PairedEvidence there = watch(5, n -> 0.01).last();
    PairedEvidence both = here.plus(there);
    assertThat(both.n()).isEqualTo(2 * RATINGS);
    assertThat(both.eValue()).isGreaterThan(Math.max(here.eValue(), there.eValue()));
  }
}
