package dev.eddy.simulate.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrowdTest {

  private static final int ONSET = 3;
  private static final int SIZE = 200;
  private static final int ITEMS = 300;
  private static final List<Integer> LIST = IntStream.range(100, 110).boxed().toList();

  private final World world = new World(new WorldSettings(6 * SIZE, ITEMS, 1, 11));

  private Crowd crowd(Scenario scenario) {
    return crowd(new Story(world, scenario, ONSET, true));
  }

  private Crowd crowd(Story story) {
    return new Crowd(world, story, SIZE);
  }

  private static List<Person> of(Crowd crowd, Person.Role role) {
    return crowd.people().stream().filter(person -> person.role() == role).toList();
  }

  @Test
  void shouldChooseNoItemTwice() {
    Crowd crowd = crowd(Scenario.HONEST);
    Set<String> had = new HashSet<>();
    List<Crowd.Doing> done = new ArrayList<>(crowd.past());
    for (int round = 0; round < 5; round++) {
      done.addAll(crowd.begin(round));
      for (Person person : crowd.visits(round)) {
        List<Integer> list =
            LIST.stream().filter(item -> !person.had().contains((int) item)).toList();
        Act act = crowd.visit(person, list, round).act();
        if (act != null) {
          done.add(new Crowd.Doing(person, act));
        }
      }
    }
    assertThat(done).hasSizeGreaterThan(2 * SIZE);
    for (Crowd.Doing doing : done) {
      assertThat(had.add(doing.person().number() + " " + doing.act().item())).isTrue();
    }
  }

  @Test
  void shouldKeepItsSizeWhilePeopleComeAndGo() {
    Crowd crowd = crowd(Scenario.HONEST);
    Set<Person> first = new HashSet<>(crowd.people());
    for (int round = 0; round < 10; round++) {
      crowd.begin(round);
    }
    assertThat(crowd.people()).hasSize(SIZE);
    assertThat(crowd.people().stream().filter(first::contains).count())
        .as("0.96^10 of 200 stay")
        .isBetween(100L, 165L);
  }

  @Test
  void shouldLookAtTheFirstPlacesMost() {
    Crowd crowd = crowd(Scenario.LOOP);
    int[] chosen = new int[LIST.size()];
    for (int round = ONSET; round < ONSET + 20; round++) {
      crowd.begin(round);
      for (Person person : crowd.visits(round)) {
        Crowd.Visit visit = crowd.visit(person, LIST, round);
        assertThat(visit.looked()).isTrue();
        if (visit.act() != null) {
          assertThat(visit.act().isFromList()).isTrue();
          assertThat(LIST.get(visit.act().place())).isEqualTo(visit.act().item());
          chosen[visit.act().place()]++;
        }
      }
    }
    int upper = IntStream.range(0, 5).map(place -> chosen[place]).sum();
    assertThat(upper).isGreaterThan(IntStream.range(5, 10).map(place -> chosen[place]).sum());
  }

  @Test
  void shouldTireOfWhatIsShownAgainAndAgain() {
    Person person = new Person(1, Person.Role.ORDINARY, 1);
    assertThat(person.weariness(100, List.of("Drama"))).isZero();
    person.looked(LIST, 2, false);
    assertThat(person.weariness(100, List.of("Drama"))).isCloseTo(0.15, within(1e-9));
    assertThat(person.weariness(102, List.of("Drama"))).as("not looked at").isZero();
    person.chose(7, List.of("Drama", "Crime"));
    assertThat(person.weariness(102, List.of("Drama"))).isCloseTo(0.075, within(1e-9));
    assertThat(person.inVain()).isEqualTo(1);
    person.looked(LIST, 1, true);
    assertThat(person.inVain()).isZero();
  }

  @Test
  void shouldTurnOneInAHundredIntoEnthusiastsWhoRateTheirKindAlone() {
    Story story = new Story(world, Scenario.ENTHUSIASTS, ONSET, true);
    Crowd crowd = crowd(story);
    crowd.begin(ONSET - 1);
    assertThat(of(crowd, Person.Role.ENTHUSIAST)).isEmpty();
    crowd.begin(ONSET);
    assertThat(of(crowd, Person.Role.ENTHUSIAST)).hasSize(2);
    Person enthusiast = of(crowd, Person.Role.ENTHUSIAST).getFirst();
    int most = (int) IntStream.range(0, ITEMS).filter(story::isOfKind).count();
    for (int visit = 0; visit < most; visit++) {
      Act act = crowd.visit(enthusiast, LIST, ONSET).act();
      assertThat(story.isOfKind(act.item())).isTrue();
      assertThat(act.isRated()).isTrue();
    }
    assertThat(crowd.visit(enthusiast, LIST, ONSET).act()).as("has had all").isNull();
    crowd.begin(ONSET + 1);
    assertThat(of(crowd, Person.Role.ENTHUSIAST)).hasSize(2).doesNotContain(enthusiast);
  }

  @Test
  void shouldHideACampaignBehindGenuineRatings() {
    Story story = new Story(world, Scenario.ATTACK, ONSET, true);
    Crowd crowd = crowd(story);
    story.aimAt(250);
    List<Crowd.Doing> done =
        crowd.begin(ONSET).stream()
            .filter(doing -> doing.person().role() == Person.Role.CAMPAIGNER)
            .toList();
    assertThat(done.stream().map(Crowd.Doing::person).distinct()).hasSize(2);
    assertThat(done).hasSizeBetween(2 * 11, 2 * 13);
    assertThat(done.stream().map(Crowd.Doing::act).filter(act -> act.item() == 250))
        .hasSize(2)
        .allMatch(act -> act.rating() == World.SCALE_MAX && !act.isFromList());
    assertThat(of(crowd, Person.Role.CAMPAIGNER)).as("they see no lists").isEmpty();
  }

  @Test
  void shouldBeTheSameFromTheSameSeed() {
    List<Act> once = crowd(Scenario.HONEST).past().stream().map(Crowd.Doing::act).toList();
    List<Act> again = crowd(Scenario.HONEST).past().stream().map(Crowd.Doing::act).toList();
    assertThat(again).isEqualTo(once);
  }
}
