package dev.eddy.simulate.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoryTest {

  private static final int ONSET = 10;
  private static final int ITEMS = 100;
  private static final World WORLD = new World(new WorldSettings(200, ITEMS, 1, 3));

  private static Story story(Scenario scenario) {
    return new Story(WORLD, scenario, ONSET, true);
  }

  private static Person ordinary() {
    return new Person(7, Person.Role.ORDINARY, 1);
  }

  @Test
  void shouldBringATenthOfTheItemsWithAFlood() {
    Story story = story(Scenario.FLOOD);
    assertThat(IntStream.range(0, ITEMS).filter(item -> story.exists(item, ONSET - 1))).hasSize(90);
    assertThat(IntStream.range(0, ITEMS).filter(item -> story.exists(item, ONSET))).hasSize(100);
  }

  @Test
  void shouldTakeAwayWhatIsKnownFromOutsideInALoopOnly() {
    assertThat(story(Scenario.LOOP).isKnownFromOutside(ONSET - 1)).isTrue();
    assertThat(story(Scenario.LOOP).isKnownFromOutside(ONSET)).isFalse();
    assertThat(story(Scenario.HONEST).isKnownFromOutside(ONSET)).isTrue();
  }

  @Test
  void shouldLetNobodyLookWhereTheLoopIsOpen() {
    assertThat(new Story(WORLD, Scenario.HONEST, ONSET, false).reliance(ONSET)).isZero();
    assertThat(story(Scenario.HONEST).reliance(ONSET)).isPositive();
  }

  @Test
  void shouldBringEnthusiastsOnce() {
    Story story = story(Scenario.ENTHUSIASTS);
    assertThat(IntStream.range(0, 30).filter(story::enthusiastsAppear)).containsExactly(ONSET);
    assertThat(story.enthusiasts(300)).isEqualTo(3);
    assertThat(story.enthusiasts(50)).as("at least one").isEqualTo(1);
    assertThat(story(Scenario.LOOP).enthusiastsAppear(ONSET)).isFalse();
  }

  @Test
  void shouldGoOnWithACampaignFromTheOnset() {
    Story attack = story(Scenario.ATTACK);
    assertThat(attack.campaigners(ONSET - 1, 300)).isZero();
    assertThat(attack.campaigners(ONSET, 300)).isEqualTo(3);
    assertThat(attack.campaigners(ONSET + 20, 300)).isEqualTo(3);
    assertThat(story(Scenario.ENTHUSIASTS).campaigners(ONSET, 300)).isZero();
    assertThat(attack.campaignRating()).isEqualTo(World.SCALE_MAX);
    assertThat(story(Scenario.BOYCOTT).campaignRating()).isEqualTo(World.SCALE_MIN);
  }

  @Test
  void shouldHaveEnthusiastsLikeTheirKindAlone() {
    Story story = story(Scenario.ENTHUSIASTS);
    Person enthusiast = new Person(7, Person.Role.ENTHUSIAST, 10);
    for (int item = 0; item < ITEMS; item++) {
      assertThat(story.score(enthusiast, item, ONSET))
          .isEqualTo(story.isOfKind(item) ? World.SCALE_MAX : World.SCALE_MIN);
      assertThat(story.isOfKind(item))
          .isEqualTo(WORLD.items().get(item).genres().contains(story.kind()));
    }
  }

  @Test
  void shouldMoveTastesFromTheOnsetOnTowardsSomebodyElses() {
    Story story = story(Scenario.TASTE_CHANGE);
    int item = 4;
    double own = WORLD.score(7, item);
    double other = WORLD.score(107, item);
    assertThat(story.score(ordinary(), item, ONSET - 1)).isEqualTo(own);
    assertThat(story.score(ordinary(), item, ONSET + 100))
        .isCloseTo(0.3 * own + 0.7 * other, within(1e-9));
    assertThat(story(Scenario.HONEST).score(ordinary(), item, ONSET + 100)).isEqualTo(own);
  }
}
