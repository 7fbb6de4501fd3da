package dev.eddy.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.factorization.item.ItemDictionary;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.store.MapRecords;
import dev.eddy.store.UserCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Users as lines of JSON.
class UserLineTest {

  private static final int ITEMS = 60;

  @TempDir Path folder;

  private final ItemDictionary names = new ItemDictionary();
  private final ItemDictionary others = new ItemDictionary();

  private User user(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    History ratings = new History();
    History events = new History(History.Of.INTERACTIONS);
    for (int offset = 0; offset < 150; offset++) {
      int item = names.number("m" + random.nextInt(ITEMS));
      int timeMs = 1_000 + random.nextInt(500);
      if (random.nextInt(3) == 0) {
        events.apply(
            new History.Entry(item, 1 + random.nextInt(2), true, Float.NaN, 0.5f, timeMs, offset)
                .counting(random.nextInt(2) == 0 ? 1 : 0.25f));
      } else {
        boolean live = random.nextInt(4) > 0;
        float weight = random.nextInt(5) == 0 ? 2.5f : 1;
        ratings.apply(
            new History.Entry(
                item,
                random.nextInt(2) * 99,
                live,
                live ? random.nextInt(10) / 2f : 0,
                live ? weight : 0,
                timeMs,
                offset));
      }
    }
    ratings.keepLatest(40);
    int count = 0;
    for (History.Entry entry : ratings.view().entries()) {
      count += entry.live() ? 1 : 0;
    }
    UserRow row = new UserRow(count, count + 7, 1.25);
    row.movedInWindow(3_000, 0.75);
    User user = new User(row, ratings, events);
    user.restoreMinute(12, 34);
    return user;
  }

  private UserLine throughAFile(UserLine line) throws IOException {
    Path file = folder.resolve("users.jsonl");
    try (JsonLines.Writer writer = new JsonLines.Writer(file)) {
      writer.write(line);
    }
    try (JsonLines.Reader<UserLine> reader = new JsonLines.Reader<>(file, UserLine.class)) {
      UserLine read = reader.next();
      assertThat(reader.next()).isNull();
      return read;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldReadAUserAsItWas(long seed) throws IOException {
    User user = user(seed);
    others.number("another item, so that numbers differ");
    User read = throughAFile(UserLine.of("u1", user, names)).user(others, true);
    assertThat(read.row().count()).isEqualTo(user.row().count());
    assertThat(read.row().learned()).as("ever").isEqualTo(user.row().count() + 7);
    assertThat(read.countInMinute(12 * 60_000)).as("the minute goes on").isEqualTo(35);
    assertThat(read.row().influence()).isEqualTo(1.25);
    assertThat(read.row().windowMs()).isEqualTo(3_000);
    assertThat(read.row().movedInWindow()).isEqualTo(0.75);
    assertSame(read.history(), user.history());
    assertSame(read.interactions(), user.interactions());
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void shouldBeStoredWhole(long seed) {
    User user = user(seed);
    User read = UserLine.of("u1", user, names).user(others, true);
    MapRecords stored = new MapRecords();
    UserCodec codec = new UserCodec(others, 4);
    codec.write("u1", read, stored);
    User again = codec.read("u1", stored);
    assertThat(again.history().view().entries()).isEqualTo(read.history().view().entries());
    assertThat(again.interactions().view().entries())
        .isEqualTo(read.interactions().view().entries());
    assertThat(again.row().count()).isEqualTo(user.row().count());
  }

  private void assertSame(History read, History history) {
    assertThat(read.stamp()).isEqualTo(history.stamp());
    assertThat(read.view().first()).isEqualTo(history.view().first());
    assertThat(read.view().size()).isEqualTo(history.view().size());
    for (int place = read.view().first(); place < read.view().size(); place++) {
      History.Entry is = read.view().entry(place);
      History.Entry was = history.view().entry(place);
      assertThat(others.id(is.item())).isEqualTo(names.id(was.item()));
      assertThat(is)
          .isEqualTo(
              new History.Entry(
                  is.item(),
                  was.kind(),
                  was.live(),
                  was.rating(),
                  was.weight(),
                  was.part(),
                  was.timeMs(),
                  was.offset()));
    }
    int blocks = (read.view().size() - read.view().first() + History.BLOCK - 1) / History.BLOCK;
    assertThat(read.dirtyBlocks().cardinality())
        .as("the blocks that are to be stored")
        .isGreaterThanOrEqualTo(blocks);
  }

  @Test
  void shouldBeOlderThanAnythingOfAnotherTopic() throws IOException {
    History ratings = new History();
    ratings.apply(new History.Entry(names.number("a"), true, 4, 1, 1_000, 70));
    UserLine line = UserLine.of("u1", new User(new UserRow(1, 0), ratings), names);
    User read = throughAFile(line).user(others, false);
    assertThat(read.history().stamp().offset()).isEqualTo(-1);
    History.Entry sameTime = new History.Entry(others.number("a"), true, 2, 1, 1_000, 0);
    read.history().apply(sameTime);
    assertThat(read.history().ratingOf(others.number("a"))).isEqualTo(2);
  }

  @Test
  void shouldLeaveOutWhatIsAsUsual() throws IOException {
    History ratings = new History();
    ratings.apply(new History.Entry(names.number("a"), true, 4, 1, 1_000, 70));
    UserLine line = UserLine.of("u1", new User(new UserRow(1, 0), ratings), names);
    assertThat(line.ratings().weights()).isNull();
    assertThat(line.ratings().kinds()).isNull();
    assertThat(line.ratings().withdrawn()).isNull();
    assertThat(line.events()).isNull();
    assertThat(line.windowMs()).isNull();
    assertThat(throughAFile(line).user(others, true).row().windowMs()).isEqualTo(UserRow.NO_WINDOW);
  }

  @Test
  void shouldRefuseLinesThatContradictThemselves() {
    long[] one = {1};
    UserLine.Places whole =
        new UserLine.Places(
            0, 1, 1, new String[] {"a"}, new float[] {4}, null, null, null, one, one, null);
    assertRefused(new UserLine("", 1, 1, 0, null, 0, 0, 0, whole, null), "userId is empty");
    assertRefused(new UserLine(null, 1, 1, 0, null, 0, 0, 0, whole, null), "userId is missing");
    assertRefused(new UserLine("u", 1, 1, 0, null, 0, 0, 0, null, null), "ratings are missing");
    assertRefused(new UserLine("u", 2, 2, 0, null, 0, 0, 0, whole, null), "count is 2, but 1");
    assertRefused(new UserLine("u", 1, 0, 0, null, 0, 0, 0, whole, null), "learned is 0");
    assertRefused(new UserLine("u", 1, 1, 0, null, 0, 0, -1, whole, null), "eventsInMinute is -1");
    UserLine.Places shorter =
        new UserLine.Places(
            0, 1, 1, new String[] {"a"}, new float[0], null, null, null, one, one, null);
    assertRefused(new UserLine("u", 1, 1, 0, null, 0, 0, 0, shorter, null), "not of one length");
    UserLine.Places odd =
        new UserLine.Places(
            3, 1, 1, new String[] {"a"}, new float[] {4}, null, null, null, one, one, null);
    assertRefused(new UserLine("u", 1, 1, 0, null, 0, 0, 0, odd, null), "multiple of 16");
    UserLine.Places outside =
        new UserLine.Places(
            0,
            1,
            1,
            new String[] {"a"},
            new float[] {4},
            null,
            null,
            null,
            one,
            one,
            new int[] {1});
    assertRefused(
        new UserLine("u", 1, 1, 0, null, 0, 0, 0, outside, null), "withdrawn names the place 1");
  }

  private void assertRefused(UserLine line, String why) {
    assertThatThrownBy(() -> line.user(others, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
