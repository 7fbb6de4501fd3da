package dev.eddy.challenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.drift.count.Arm;
import dev.eddy.stream.learn.LocalPartitions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariantTest {

  private static final int USERS = 40_000;

  private static final List<String> EVERYBODY =
      IntStream.range(0, USERS).mapToObj(user -> "u" + user).toList();

  private static boolean isInShare(String userId, double share) {
    return Variant.of(userId, share) == Variant.CHALLENGER;
  }

  /// Returns which part of some users is in the share.
  private static double part(double share, Predicate<String> of) {
    List<String> some = EVERYBODY.stream().filter(of).toList();
    return some.stream().filter(user -> isInShare(user, share)).count() / (double) some.size();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.1, 0.5})
  void shouldGiveTheChallengerItsShare(double share) {
    double fourErrors = 4 * Math.sqrt(share * (1 - share) / USERS);
    assertThat(part(share, any -> true)).isCloseTo(share, within(fourErrors));
  }

  @Test
  void shouldKeepUsersWhereTheyAreWhenTheShareGrows() {
    assertThat(EVERYBODY)
        .filteredOn(user -> isInShare(user, 0.1))
        .allMatch(user -> isInShare(user, 0.3));
  }

  /// Of all times: what depends on it must not change with a build.
  @Test
  void shouldChooseTheSameUsersInEveryVersion() {
    assertThat(IntStream.range(0, 40).filter(user -> isInShare("u" + user, 0.2)).boxed())
        .containsExactly(4, 6, 8, 10, 13, 20, 23, 26, 29, 31);
  }

  @Test
  void shouldHaveNothingToDoWithTheControlGroup() {
    double share = 0.2;
    double part = part(share, user -> Arm.of(user, 0.2) == Arm.CONTROL);
    assertThat(part).isCloseTo(share, within(4 * Math.sqrt(0.16 / (0.2 * USERS))));
  }

  @Test
  void shouldHaveNothingToDoWithPartitions() {
    double share = 0.2;
    for (int partition = 0; partition < 4; partition++) {
      int of = partition;
      double part =
          part(
              share,
              user -> LocalPartitions.partitionOf(user.getBytes(StandardCharsets.UTF_8), 4) == of);
      assertThat(part).isCloseTo(share, within(4 * Math.sqrt(0.16 / (USERS / 4.0))));
    }
  }

  @Test
  void shouldReadWhatItWrites() {
    for (Variant variant : Variant.values()) {
      assertThat(Variant.labelled(variant.label())).contains(variant);
    }
    assertThat(Variant.labelled("treated")).isEmpty();
  }
}
