package dev.eddy.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.factorization.item.ItemDictionary;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VoiceTest {

  private static final int CAP = 10;
  private static final int SEED = 3;

  private final ItemDictionary items = new ItemDictionary();
  private final Voice voice = new Voice(() -> CAP, new AlikeAccounts(items, 2.75f));
  private long offset;

  private static User newUser() {
    return new User(new UserRow(0, 0), new History());
  }

  private float rate(User user, int item, float rating) {
    History.Entry event =
        new History.Entry(items.number("i" + item), true, rating, 1, offset, offset++);
    boolean again = user.history().knows(event.item());
    user.row().addLearned(1);
    float part = voice.of(user, event, again);
    user.history().apply(event);
    return part;
  }

  @Test
  void shouldLetSomebodyAloneSayWhatTheCapAllows() {
    User user = newUser();
    for (int n = 1; n <= 5 * CAP; n++) {
      assertThat(rate(user, n, 4)).as("rating %d", n).isEqualTo(Math.min(1, (float) CAP / n));
    }
    assertThat(rate(user, 1, 5)).as("again").isZero();
  }

  @Test
  void shouldLetAccountsThatBehaveAlikeSayTogetherWhatOneMay() {
    double few = 0;
    double all = 0;
    for (int account = 0; account < 1000; account++) {
      User user = newUser();
      for (int item = 1; item <= 8; item++) {
        rate(user, item, item % 2 == 0 ? 5 : 1);
      }
      all += rate(user, 99, 5);
      few = account < 100 ? all : few;
    }
    assertThat(all).as("however many there are").isLessThan(2 * CAP);
    assertThat(all).as("more of them make no difference").isLessThan(1.1 * few);
  }

  @Test
  void shouldTakeAccountsForAlikeThatDifferInALittle() {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    double all = 0;
    int accounts = 300;
    for (int account = 0; account < accounts; account++) {
      User user = newUser();
      for (int item = 1; item <= 20; item++) { // one in twenty is another item
        rate(user, item == 1 + account % 20 ? 1000 + random.nextInt(500) : item, 5);
      }
      all += rate(user, 99, 5);
    }
    assertThat(all / accounts).isLessThan(0.35);
  }

  @Test
  void shouldTellPeopleApartWhoLikeTheSameThings() {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    List<Float> parts = new ArrayList<>();
    for (int account = 0; account < 300; account++) {
      User user = newUser();
      for (int n = 0; n < CAP - 1; n++) { // of sixty popular items, and all of them liked
        rate(user, 1 + random.nextInt(60), 5);
      }
      user.row().addLearned(CAP - 1 - user.row().learned());
      parts.add(rate(user, 99, 5));
    }
    assertThat(parts.stream().mapToDouble(Float::doubleValue).average().orElseThrow())
        .isGreaterThan(0.9);
  }

  @Test
  void shouldTellLikingFromDisliking() {
    float fan = 1;
    for (int account = 0; account < 100; account++) {
      User user = newUser();
      for (int item = 1; item < CAP; item++) {
        fan = rate(user, item, 5);
      }
    }
    assertThat(fan).isLessThan(0.1f);
    User other = newUser();
    for (int item = 1; item < CAP; item++) {
      assertThat(rate(other, item, 1)).isOne();
    }
  }

  @Test
  void shouldNotBeHeardAfterTakingRatingsBack() {
    User user = newUser();
    for (int n = 1; n <= 4 * CAP; n++) {
      rate(user, n, 4);
    }
    for (int n = 1; n <= 4 * CAP; n++) {
      user.history().apply(new History.Entry(items.number("i" + n), false, 0, 0, offset, offset++));
    }
    assertThat(rate(user, 500, 5)).isCloseTo(CAP / (4f * CAP + 1), within(1e-6f));
  }
}
