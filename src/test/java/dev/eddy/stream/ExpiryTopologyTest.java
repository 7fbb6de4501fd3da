package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.event.Rating;
import dev.eddy.factorization.model.AdmissionSettings;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.stream.learn.PartitionView;
import dev.eddy.stream.record.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ratings and rows that come and go, in the whole topology.
class ExpiryTopologyTest {

  private static final int KEPT = 256;

  @TempDir Path folder;

  private static LearningSettings admitting(int admitItemAfter) {
    return SomeSettings.forScale(0.5, 5)
        .admission(new AdmissionSettings(admitItemAfter, KEPT, 0, 0))
        .build();
  }

  private static void assertSumsAgree(TopologyFixture eddy, long expected) {
    PartitionView task = eddy.task();
    assertThat(task.count(Outcome.NEW) - task.count(Outcome.WITHDRAWN) - task.removed())
        .isEqualTo(expected);
    assertThat(eddy.userSum()).isEqualTo((int) expected);
    assertThat(eddy.index.countSum()).isEqualTo(expected);
  }

  @Test
  void shouldAdmitAnItemWithItsNthStandingRating() {
    try (TopologyFixture eddy = new TopologyFixture(folder, admitting(3))) {
      eddy.rate("u", "a", 5, 100);
      eddy.rate("v", "a", 4, 100);
      eddy.rate("v", "a", 5, 200); // no further rating
      int item = eddy.index.find("a");
      assertThat(eddy.index.merged(item)).isNull();
      assertThat(eddy.index.item(item)).isNull();
      assertThat(eddy.index.count(item)).isEqualTo(2);
      assertThat(eddy.model.meanRating(eddy.index.counted(item).values()))
          .isCloseTo(5, within(1e-4));
      assertThat(eddy.history("v").view().entries()).hasSize(1);
      eddy.send(Rating.withdrawal("u", "a", 300));
      eddy.rate("w", "a", 4, 100);
      assertThat(eddy.index.merged(item)).as("two stand").isNull();
      assertSumsAgree(eddy, 2);
      eddy.rate("x", "a", 4, 100);
      assertThat(eddy.index.merged(item)).isNotNull();
      assertThat(eddy.index.count(item)).isEqualTo(3);
      assertThat(eddy.model.meanRating(eddy.index.merged(item).values()))
          .as("the mean is of all that stand")
          .isCloseTo(13 / 3.0, within(1e-3));
      eddy.sendRaw(TopologyFixture.utf8("x"), null);
      assertThat(eddy.index.merged(item)).as("once admitted, it stays").isNotNull();
      assertSumsAgree(eddy, 2);
    }
  }

  @Test
  void shouldServeAnItemThatWaitsFromTheColdStart() {
    try (TopologyFixture eddy = new TopologyFixture(folder, admitting(4))) {
      for (int i = 0; i < 40; i++) {
        eddy.sendItem("g" + i, "{\"itemId\":\"g%d\",\"genres\":[\"Good\"]}".formatted(i));
        eddy.sendItem("b" + i, "{\"itemId\":\"b%d\",\"genres\":[\"Bad\"]}".formatted(i));
        for (int u = 0; u < 5; u++) {
          eddy.rate("u" + u, "g" + i, 5, 100 + i);
          eddy.rate("u" + u, "b" + i, 1, 100 + i);
        }
      }
      eddy.sendItem("new", "{\"itemId\":\"new\",\"genres\":[\"Good\"]}");
      eddy.rate("u0", "new", 0.5, 200);
      int number = eddy.index.find("new");
      assertThat(eddy.index.merged(number)).isNull();
      eddy.newcomers.refresh();
      assertThat(eddy.index.item(number).values())
          .as("one bad rating does not keep it out of lists")
          .isEqualTo(eddy.newcomers.item("new"));
      assertThat(eddy.model.itemBias(eddy.index.item(number).values()))
          .isGreaterThan(eddy.model.itemBias(eddy.index.item(eddy.index.find("b1")).values()));
      assertSumsAgree(eddy, 401);
    }
  }

  private static LearningSettings expiring(double userDays, double itemDays) {
    return SomeSettings.forScale(0.5, 5)
        .admission(new AdmissionSettings(1, KEPT, userDays, itemDays))
        .build();
  }

  private static final long DAY = 86_400_000;

  @Test
  void shouldLetUsersGoWhoAreIdle() {
    try (TopologyFixture eddy = new TopologyFixture(folder, expiring(10, 0))) {
      for (int u = 0; u < 300; u++) { // more than a step looks at
        eddy.rate("old" + u, "a", 4, DAY);
        eddy.rate("old" + u, "b", 3, DAY);
      }
      eddy.rate("stays", "a", 4, DAY);
      eddy.rate("stays", "b", 4, 9 * DAY);
      eddy.rate("ahead", "b", 4, 1000 * DAY); // one who is ahead ages nobody
      for (int n = 0; n < 3_000; n++) {
        eddy.rate("busy", "i" + n % 50, 1 + n % 4, 8 * DAY + n);
      }
      assertThat(eddy.task().expired()).isZero();
      for (int n = 0; n < 6_000; n++) {
        eddy.rate("busy", "i" + n % 50, 1 + n % 4, 12 * DAY + n);
      }
      assertThat(eddy.task().expired()).isEqualTo(600);
      assertThat(eddy.task().removed()).isEqualTo(600);
      assertThat(eddy.task().find("old7")).isNull();
      assertThat(eddy.history("stays").view().entries()).as("heard of lately").hasSize(2);
      assertThat(eddy.history("ahead").view().entries()).hasSize(1);
      assertThat(eddy.registry.counter("eddy.rows.expired", "kind", "user").count()).isEqualTo(300);
      assertThat(eddy.registry.counter("eddy.ratings.expired").count()).isEqualTo(600);
      assertThat(eddy.index.count(eddy.index.find("a"))).isEqualTo(1);
      assertSumsAgree(eddy, 53);
      eddy.rate("old7", "a", 2, 13 * DAY);
      assertThat(eddy.row("old7").count()).as("comes back as anybody new").isEqualTo(1);
      assertSumsAgree(eddy, 54);
    }
  }

  /// One user, who rates something else all the time.
  private static void pass(TopologyFixture eddy, long fromMs, int events) {
    for (int n = 0; n < events; n++) {
      eddy.rate("busy", "i" + n % 50, 1 + n % 4, fromMs + n);
    }
  }

  @Test
  void shouldLetItemsGoThatNobodyRates() {
    try (TopologyFixture eddy = new TopologyFixture(folder, expiring(0, 10))) {
      eddy.rate("u", "old", 4, DAY);
      eddy.rate("v", "old", 2, DAY);
      pass(eddy, DAY, 2_000);
      eddy.rate("u", "rated again", 4, DAY);
      pass(eddy, 9 * DAY, 2_000);
      eddy.rate("u", "rated again", 5, 9 * DAY);
      int old = eddy.index.find("old");
      assertThat(eddy.index.merged(old)).isNotNull();
      assertThat(eddy.index.size()).isEqualTo(52);
      assertSumsAgree(eddy, 53);

      pass(eddy, 12 * DAY, 2_500); // its row leaves
      pass(eddy, 14 * DAY, 2_500); // its ratings
      pass(eddy, 16 * DAY, 2_500); // and the count of none
      assertThat(eddy.index.counted(old)).as("nothing of it stands").isNull();
      assertThat(eddy.index.find("old")).as("its number stays").isEqualTo(old);
      assertThat(eddy.index.size()).isEqualTo(51);
      assertThat(eddy.index.merged(eddy.index.find("rated again"))).isNotNull();
      assertThat(eddy.task().expired()).isEqualTo(2);
      assertThat(eddy.row("v").count()).isZero();
      assertThat(eddy.history("v").view().entries())
          .singleElement()
          .matches(entry -> !entry.live());
      assertThat(eddy.registry.counter("eddy.rows.expired", "kind", "item").count()).isEqualTo(1);
      assertThat(eddy.registry.counter("eddy.ratings.expired").count()).isEqualTo(2);
      assertSumsAgree(eddy, 51);

      eddy.rate("u", "old", 4, DAY);
      assertThat(eddy.index.counted(old)).as("the same event again").isNull();
      assertSumsAgree(eddy, 51);
      eddy.rate("u", "old", 3, 12 * DAY);
      assertThat(eddy.index.merged(old).count()).isEqualTo(1);
      assertThat(eddy.model.meanRating(eddy.index.merged(old).values())).isCloseTo(3, within(1e-3));
      assertSumsAgree(eddy, 52);
    }
  }

  // An item whose row has left, and whose ratings have not yet, starts its row anew.
  @Test
  void shouldAdmitAnItemAgainWhoseRatingsStand() {
    try (TopologyFixture eddy = new TopologyFixture(folder, expiring(0, 10))) {
      for (int u = 0; u < 3_000; u++) { // so many that a sweep of users takes long
        eddy.rate("u" + u, "old", 5, DAY);
      }
      int old = eddy.index.find("old");
      for (int n = 0; eddy.index.merged(old) != null; n++) {
        assertThat(n).as("it leaves").isLessThan(20_000);
        eddy.rate("busy", "i" + n % 50, 1 + n % 4, 12 * DAY + n);
      }
      assertThat(eddy.index.count(old)).as("its ratings stand").isGreaterThan(100);
      long standing = eddy.index.countSum();
      eddy.rate("busy", "old", 1, 13 * DAY);
      assertThat(eddy.index.merged(old)).isNotNull();
      assertSumsAgree(eddy, standing + 1);
    }
  }

  /// The ratings of one user, one after the other, each of another item.
  private static void rateMany(TopologyFixture eddy, String user, int from, int to) {
    for (int n = from; n < to; n++) {
      eddy.rate(user, "i" + n, 1 + n % 4, 1_000 + n);
    }
  }

  @Test
  void shouldLetTheOldestRatingsGoOfAUserWithTooMany() {
    try (TopologyFixture eddy = new TopologyFixture(folder, admitting(1))) {
      rateMany(eddy, "u", 0, KEPT + 15);
      eddy.rate("v", "i0", 4, 100);
      assertThat(eddy.history("u").view().entries()).hasSize(KEPT + 15);
      assertSumsAgree(eddy, KEPT + 16);
      rateMany(eddy, "u", KEPT + 15, KEPT + 16);
      assertThat(eddy.history("u").view().entries())
          .hasSize(KEPT)
          .allMatch(entry -> Integer.parseInt(eddy.index.id(entry.item()).substring(1)) >= 16);
      assertThat(eddy.row("u").count()).isEqualTo(KEPT);
      assertThat(eddy.task().expired()).isEqualTo(16);
      assertThat(eddy.registry.counter("eddy.ratings.expired").count()).isEqualTo(16);
      assertThat(eddy.index.count(eddy.index.find("i0"))).as("that of v").isEqualTo(1);
      assertSumsAgree(eddy, KEPT + 1);
      eddy.send(Rating.withdrawal("u", "i20", 9_000));
      rateMany(eddy, "u", KEPT + 16, KEPT + 32);
      assertThat(eddy.task().expired()).as("one of them stood no more").isEqualTo(31);
      assertThat(eddy.row("u").count()).isEqualTo(KEPT);
      assertSumsAgree(eddy, KEPT + 1);
      eddy.rate("u", "i3", 5, 9_001);
      assertThat(eddy.history("u").view().entries()).as("taken for new").hasSize(KEPT + 1);
      assertSumsAgree(eddy, KEPT + 2);
      eddy.restart();
      assertThat(eddy.history("u").view().entries()).as("as it was stored").hasSize(KEPT + 1);
      assertSumsAgree(eddy, KEPT + 2);
      eddy.sendRaw(TopologyFixture.utf8("u"), null);
      assertSumsAgree(eddy, 1);
    }
  }

  // The user is in memory for the longest time, and the memory is full to the last byte.
  @Test
  void shouldLetTheOldestRatingsGoOfAUserWhoIsAboutToLeaveTheMemory() {
    long cacheBytes = 1 << 20;
    long most = cacheBytes * 3 / 4; // of users
    try (TopologyFixture eddy = new TopologyFixture(folder, admitting(1), cacheBytes)) {
      rateMany(eddy, "u", 0, KEPT + 15);
      long room = most - eddy.task().cachedBytes();
      int others = 0;
      for (long taken = 0; room >= taken; ) { // another user has room
        eddy.rate("other" + others++, "i0", 3, 100);
        taken = room - (most - eddy.task().cachedBytes());
        room -= taken;
      }
      int again = 0;
      for (long taken = 0; room >= taken; ) { // another rating has
        eddy.rate("other" + again++, "i1", 3, 101);
        taken = room - (most - eddy.task().cachedBytes());
        room -= taken;
      }
      assertThat(room).as("nobody has left").isNotNegative();
      assertThat(again).isLessThan(others);
      long standing = eddy.index.countSum();
      rateMany(eddy, "u", KEPT + 15, KEPT + 16);
      assertThat(eddy.task().expired()).isEqualTo(16);
      assertSumsAgree(eddy, standing + 1 - 16);
      rateMany(eddy, "one more", 0, 100);
      assertThat(eddy.task().cachedBytes()).as("the bound is as it was taken").isLessThan(most);
      eddy.sendRaw(TopologyFixture.utf8("one more"), null);
      eddy.restart();
      assertThat(eddy.history("u").view().entries()).hasSize(KEPT);
      assertSumsAgree(eddy, standing + 1 - 16);
    }
  }
}
