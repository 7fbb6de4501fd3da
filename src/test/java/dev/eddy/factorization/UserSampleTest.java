package dev.eddy.factorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserSampleTest {

  private static List<String> users(int count) {
    List<String> users = new ArrayList<>();
    for (int user = 0; user < count; user++) {
      users.add("u" + user);
    }
    return users;
  }

  @Test
  void shouldNotDependOnTheOrderOfArrival() {
    List<String> users = users(1_000);
    UserSample one = new UserSample(100);
    users.forEach(one::add);
    Collections.shuffle(users, new Random(1));
    UserSample other = new UserSample(100);
    users.forEach(other::add);
    users.forEach(other::add); // a second time changes nothing
    assertThat(one.size()).isEqualTo(100);
    assertThat(other.ids()).containsExactly(one.ids());
  }

  @Test
  void shouldChooseEveryoneAboutEvenly() {
    UserSample sample = new UserSample(1_000);
    users(50).forEach(sample::add);
    Random random = new Random(2);
    int[] picked = new int[50];
    for (int n = 0; n < 50_000; n++) {
      picked[Integer.parseInt(sample.pick(random.nextDouble()).substring(1))]++;
    }
    for (int count : picked) {
      assertThat(count).isBetween(800, 1_200);
    }
  }

  @Test
  void shouldForgetAUserAndTakeTheRestInto() {
    UserSample sample = new UserSample(1_000);
    users(300).forEach(sample::add);
    sample.remove("u7");
    sample.remove("nobody");
    Set<String> left = new HashSet<>(Arrays.asList(sample.ids()));
    assertThat(left).hasSize(299).doesNotContain("u7");
    sample.add("u7");
    assertThat(sample.size()).isEqualTo(300);
  }

  @Test
  void shouldTakeNobodyInTheirPlaceWhoWereCutAndBeMadeAnewWhenManyHaveLeft() {
    List<String> all = IntStream.range(0, 400).mapToObj(n -> "u" + n).toList();
    UserSample sample = new UserSample(64);
    all.forEach(sample::add);
    assertThat(sample.isShort()).isFalse();
    List<String> left = List.of(sample.ids()).subList(0, 16);
    left.forEach(sample::remove);
    List<String> kept = List.of(sample.ids());
    all.stream().filter(id -> !left.contains(id)).forEach(sample::add);
    assertThat(sample.ids()).as("those who were cut").containsExactlyElementsOf(kept);
    assertThat(sample.isShort()).isTrue();

    sample.clear();
    UserSample restarted = new UserSample(64);
    for (UserSample made : List.of(sample, restarted)) {
      all.stream().filter(id -> !left.contains(id)).forEach(made::add);
    }
    assertThat(sample.size()).isEqualTo(64);
    assertThat(sample.ids()).containsExactly(restarted.ids());
  }
}
