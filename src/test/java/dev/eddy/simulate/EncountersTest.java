package dev.eddy.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.event.Interaction;
import dev.eddy.event.Rating;
import dev.eddy.event.UserEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EncountersTest {

  private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

  private static final World WORLD = new World(new WorldSettings(300, 200, 12_000, 5));
  private static final List<UserEvent> EVENTS = play(WORLD, ALL);

  private static List<UserEvent> play(World world, Set<Kind> kinds) {
    List<UserEvent> events = new ArrayList<>();
    world.play(kinds, (event, expected) -> events.add(event));
    return events;
  }

  private static String pair(UserEvent event) {
    return event.userId() + " " + event.itemId();
  }

  private double score(UserEvent event) {
    return WORLD.score(number(event.userId()), number(event.itemId()));
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1)) - 1;
  }

  @Test
  void shouldLeaveRatingsAsTheyAre() {
    List<Rating> alone = new ArrayList<>();
    List<Double> expectedAlone = new ArrayList<>();
    WORLD.play(
        (rating, expected) -> {
          expectedAlone.add(expected);
          return alone.add(rating);
        });
    List<UserEvent> among = new ArrayList<>();
    List<Double> expectedAmong = new ArrayList<>();
    WORLD.play(
        ALL,
        (event, expected) -> {
          if (event instanceof Rating) {
            expectedAmong.add(expected);
            return among.add(event);
          }
          assertThat(expected).isNaN();
          return true;
        });
    assertThat(among).isEqualTo(alone);
    assertThat(expectedAmong).isEqualTo(expectedAlone);
    assertThat(play(WORLD, Set.of())).isEqualTo(alone);
  }

  @Test
  void shouldBeTheSameFromTheSameSeed() {
    assertThat(play(new World(new WorldSettings(300, 200, 12_000, 5)), ALL)).isEqualTo(EVENTS);
    assertThat(play(new World(new WorldSettings(300, 200, 12_000, 6)), ALL)).isNotEqualTo(EVENTS);
  }

  @Test
  void shouldGiveAKindTheSameEventsWhicheverOthersAreWanted() {
    for (Kind kind : Kind.values()) {
      List<UserEvent> among =
          EVENTS.stream()
              .filter(event -> event instanceof Rating || event.kind().equals(kind.label()))
              .toList();
      assertThat(play(WORLD, EnumSet.of(kind))).as(kind.label()).isEqualTo(among);
    }
  }

  @Test
  void shouldComeInOrderOfTime() {
    assertThat(EVENTS)
        .isSortedAccordingTo((a, b) -> Long.compare(a.timestampMs(), b.timestampMs()));
  }

  @Test
  void shouldFollowTaste() {
    Map<Kind, Double> means = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      List<UserEvent> of =
          EVENTS.stream().filter(event -> event.kind().equals(kind.label())).toList();
      assertThat(of).as(kind.label()).hasSizeGreaterThan(500);
      means.put(kind, of.stream().mapToDouble(this::score).average().orElseThrow());
    }
    assertThat(means.get(Kind.PURCHASE)).isGreaterThan(means.get(Kind.PLAY) + 0.1);
    assertThat(means.get(Kind.PLAY)).isGreaterThan(means.get(Kind.CLICK) + 0.1);
    assertThat(means.get(Kind.CLICK)).isGreaterThan(means.get(Kind.VIEW) + 0.1);
    assertThat(means.get(Kind.VIEW)).isGreaterThan(means.get(Kind.SKIP) + 0.5);
  }

  @Test
  void shouldWatchLongerWhatIsLiked() {
    double[] liked = {0, 0};
    double[] others = {0, 0};
    for (UserEvent event : EVENTS) {
      boolean isPlay = event.kind().equals("play");
      assertThat(event.value().isPresent()).isEqualTo(isPlay);
      if (isPlay) {
        double seconds = event.value().getAsDouble();
        assertThat(seconds).isBetween(1.0, 7_200.0).isEqualTo(Math.rint(seconds));
        double[] sum = score(event) > 4 ? liked : others;
        sum[0] += seconds;
        sum[1]++;
      }
    }
    assertThat(liked[0] / liked[1]).isGreaterThan(others[0] / others[1] * 1.2);
  }

  @Test
  void shouldMeetWhatIsRatedBeforeAndNeverAfter() {
    Set<String> viewed = new HashSet<>();
    Set<String> clicked = new HashSet<>();
    Set<String> rated = new HashSet<>();
    for (UserEvent event : EVENTS) {
      switch (event) {
        case Rating rating -> {
          assertThat(viewed.contains(pair(rating))).isTrue(); // AssertJ's contains looks at all
          assertThat(clicked.contains(pair(rating))).isTrue();
          assertThat(rated.add(pair(rating))).isTrue();
        }
        case Interaction interaction -> {
          assertThat(rated.contains(pair(interaction))).isFalse();
          if (interaction.kind().equals("view")) {
            viewed.add(pair(interaction));
          } else {
            assertThat(viewed.contains(pair(interaction))).isTrue();
          }
          if (interaction.kind().equals("click")) {
            clicked.add(pair(interaction));
          }
        }
      }
    }
    assertThat(viewed.size()).as("much is viewed, not rated").isGreaterThan(rated.size() * 3 / 2);
  }

  @Test
  void shouldStopWhenTheHandlerWantsNoMore() {
    List<UserEvent> first = new ArrayList<>();
    WORLD.play(ALL, (event, expected) -> first.add(event) && first.size() < 100);
    assertThat(first).isEqualTo(EVENTS.subList(0, 100));
  }

  @Test
  void shouldMeetNothingElseWhereAllIsRated() {
    World tiny = new World(new WorldSettings(1, 1, 1, 1));
    assertThat(play(tiny, EnumSet.of(Kind.VIEW)))
        .extracting(UserEvent::kind)
        .containsExactly("view", "");
  }
}
