package dev.eddy.simulate.loop;

import dev.eddy.drift.count.Arm;
import dev.eddy.event.CatalogItem;
import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import dev.eddy.simulate.people.Act;
import dev.eddy.simulate.people.Crowd;
import dev.eddy.simulate.people.Person;
import dev.eddy.simulate.people.Scenario;
import dev.eddy.simulate.people.Story;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/// Lets the people of a world meet a [Recommender], round by round: they are shown lists, choose,
/// and what they do is learned. Not safe for use by several threads.
public final class LoopPlayer {

  private static final int COMMITS = 2;

  /// The past has the commits of so many rounds.
  private static final int PAST_ROUNDS = 30;

  /// For those who come later there are so many users to a person.
  private static final int USERS_A_PERSON = 6;

  private final LoopSettings settings;
  private final World world;
  private final Story story;
  private final Crowd crowd;
  private final Recommender recommender;
  private final SplittableRandom random;
  private final List<Round> rounds = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /// Creates a player of a world where nothing has happened yet.
  ///
  /// @param world of [#world]
  /// @param random draws what a campaign is about
  public LoopPlayer(
      LoopSettings settings, World world, Recommender recommender, SplittableRandom random) {
    this.settings = settings;
    this.world = world;
    this.recommender = recommender;
    this.random = random;
    story = new Story(world, settings.scenario(), settings.onset(), settings.closed());
    crowd = new Crowd(world, story, settings.users());
    for (int item = 0; item < settings.items(); item++) {
      numbers.put(World.itemId(item), item);
    }
  }

  /// Makes a world for a loop.
  public static World world(LoopSettings settings) {
    int people = Math.multiplyExact(settings.users(), USERS_A_PERSON);
    return new World(new WorldSettings(people, settings.items(), 1, settings.seed()));
  }

  /// Returns the source of all that is drawn beside the world and its people.
  public static SplittableRandom chance(LoopSettings settings) {
    return new SplittableRandom(settings.seed() ^ 0x2545F4914F6CDD1DL);
  }

  /// Lets people do what they did before the first round.
  ///
  /// @param startMs when the past began
  /// @param lengthMs how long it was
  public void livePast(long startMs, long lengthMs) {
    addItems(0);
    List<Crowd.Doing> past = crowd.past();
    int atOnce = Math.max(1, past.size() / (PAST_ROUNDS * COMMITS));
    for (int at = 0; at < past.size(); at++) {
      Crowd.Doing doing = past.get(at);
      learn(doing.person(), doing.act(), startMs + lengthMs * at / past.size(), null);
      if (at % atOnce == 0) {
        recommender.commit();
      }
    }
    recommender.commit();
    recommender.watch();
  }

  private void addItems(int round) {
    List<CatalogItem> items = world.items();
    for (int item = 0; item < settings.items(); item++) {
      if (story.exists(item, round) && (round == 0 || !story.exists(item, round - 1))) {
        recommender.add(items.get(item));
      }
    }
  }

  /// Plays the next round.
  ///
  /// @param startMs when it begins
  /// @param lengthMs how long it is
  public void play(long startMs, long lengthMs) {
    int round = rounds.size();
    Round now = new Round(settings.items());
    rounds.add(now);
    if (round > 0) {
      addItems(round);
    }
    if (settings.scenario().hasTarget() && round == settings.onset()) {
      story.aimAt(target());
    }
    List<Crowd.Doing> atOnce = crowd.begin(round);
    List<Person> visits = crowd.visits(round);
    int events = atOnce.size() + visits.size();
    for (int at = 0; at < events; at++) {
      long timeMs = startMs + lengthMs * at / events;
      // What is done at once is spread over the round, between the visits.
      int early = (int) ((long) atOnce.size() * at / events);
      if ((int) ((long) atOnce.size() * (at + 1L) / events) > early) {
        learn(atOnce.get(early).person(), atOnce.get(early).act(), timeMs, now);
      } else {
        visit(visits.get(at - early), timeMs, now);
      }
      if ((at + 1) * COMMITS / events > at * COMMITS / events) {
        recommender.commit();
      }
    }
    now.existing(recommender.items());
  }

  /// Returns what a campaign is about: to be pushed, something that few know and people like less
  /// than most; to be buried, what is shown most.
  private int target() {
    if (settings.scenario() == Scenario.BOYCOTT) {
      return MostShown.of(rounds, 1).getFirst();
    }
    return settings.items() / 2 + random.nextInt(settings.items() / 2);
  }

  private void visit(Person person, long timeMs, Round now) {
    String id = person.id();
    List<Integer> items = recommender.show(id, timeMs).stream().map(numbers::get).toList();
    boolean counts =
        person.role() == Person.Role.ORDINARY && Arm.of(id, settings.controlShare()) == Arm.TREATED;
    if (counts) {
      items.forEach(now::shown);
    }
    Crowd.Visit visit = crowd.visit(person, items, rounds.size() - 1);
    if (counts && visit.looked()) {
      now.looked(visit.act() != null);
    }
    if (visit.act() != null) {
      learn(person, visit.act(), timeMs + 1, now);
    }
  }

  private void learn(Person person, Act act, long timeMs, Round into) {
    String itemId = World.itemId(act.item());
    if (!act.isRated()) {
      recommender.click(person.id(), itemId, timeMs);
      return;
    }
    OptionalDouble prediction = recommender.rate(person.id(), itemId, act.rating(), timeMs);
    if (into != null && person.role() == Person.Role.ORDINARY && prediction.isPresent()) {
      into.rated(act.rating() - prediction.getAsDouble());
    }
  }

  /// Returns how many rounds were played, with the one that is being played.
  public int played() {
    return rounds.size();
  }

  /// Returns what became of the loop so far.
  ///
  /// @param told what the monitors said, in order
  /// @param steps what a governor did, in order
  public LoopRun run(List<LoopRun.Told> told, List<LoopRun.Step> steps) {
    return new LoopRun(settings, world, story, rounds, told, steps);
  }
}
