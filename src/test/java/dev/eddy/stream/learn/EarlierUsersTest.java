package dev.eddy.stream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.stream.TopologyFixture;
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Users come, rate, withdraw and are forgotten while those are counted who were there before.
class EarlierUsersTest {

  /// The order of the store, of which no id is told from another by its chars.
  private static final Comparator<String> ORDER =
      Comparator.comparing(id -> Bytes.wrap(TopologyFixture.utf8(id)));

  private final TreeMap<String, Integer> users = new TreeMap<>(ORDER);
  private final TreeMap<Integer, Integer> told = new TreeMap<>();
  private TaskTotals totals = new TaskTotals();

  private EarlierUsers census() {
    return new EarlierUsers(this::visitAfter, totals, 7);
  }

  private String visitAfter(String last, int n, BiConsumer<String, User> visitor) {
    String key = null;
    int left = n;
    for (Map.Entry<String, Integer> user : users.tailMap(last, false).entrySet()) {
      key = user.getKey();
      visitor.accept(key, new User(new UserRow(user.getValue(), 0), new History()));
      if (--left == 0) {
        return key;
      }
    }
    return null;
  }

  private void tell(int ratings, int by) {
    if (ratings > 0) {
      told.merge(ratings, by, (a, b) -> a + b == 0 ? null : a + b);
    }
  }

  private void count(EarlierUsers census) {
    assertThat(census.step(ratings -> tell(ratings, 1))).isTrue();
    totals = TaskTotals.decode(totals.encode()); // the task may be started anew at any time
  }

  private void change(EarlierUsers census, String userId, int ratings) {
    Integer before = ratings == 0 ? users.remove(userId) : users.put(userId, ratings);
    if (census.hasCounted(userId)) {
      tell(before == null ? 0 : before, -1);
      tell(ratings, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldCountEachUserOnceWhateverHappensMeanwhile(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int n = 0; n < 200; n++) {
      users.put(id(random), random.nextInt(1, 6));
    }
    int steps = 0;
    while (!totals.counted().equals(TaskTotals.ALL_COUNTED)) {
      for (int n = random.nextInt(10); n > 0; n--) {
        change(census(), id(random), random.nextInt(6));
      }
      count(census());
      steps++;
    }
    assertThat(steps).as("seed %d", seed).isGreaterThan(10);
    change(census(), id(random), 3);
    assertThat(census().step(ratings -> tell(ratings, 1))).isFalse();
    TreeMap<Integer, Integer> truth = new TreeMap<>();
    users.values().forEach(ratings -> truth.merge(ratings, 1, Integer::sum));
    assertThat(told).as("seed %d", seed).isEqualTo(truth);
  }

  private static String id(SplittableRandom random) {
    return new StringBuilder()
        .appendCodePoint(new int[] {'a', 'é', 0xFFFD, 0x1F680}[random.nextInt(4)])
        .append(random.nextInt(60))
        .toString();
  }

  @Test
  void shouldEndAtOnceWhereNobodyHasRated() {
    count(census());
    assertThat(census().hasCounted("anybody")).isTrue();
  }
}
