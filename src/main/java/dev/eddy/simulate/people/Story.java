package dev.eddy.simulate.people;

import dev.eddy.event.CatalogItem;
import dev.eddy.simulate.World;
import java.util.List;

/// How a scenario goes on in one world: what happens from the onset on.
public final class Story {

  /// How much more active an enthusiast is than others in the mean.
  static final double TIMES_AS_ACTIVE = 10;

  /// So many other items an account of a campaign rates.
  static final int COVER = 12;

  /// How likely a person looks at the list on a visit, instead of going for what they know.
  private static final double SMALL_LOOP = 0.4;

  /// One user in so many is an enthusiast.
  private static final int USERS_AN_ENTHUSIAST = 100;

  /// The accounts of a campaign that come in each round, as a part of all users.
  private static final double CAMPAIGN = 0.01;

  /// One item in so many is new in a flood.
  private static final int FLOOD = 10;

  /// Tastes move for so many rounds, to so much of somebody else's.
  private static final int CHANGE_ROUNDS = 20;

  private static final double CHANGE = 0.7;

  private final World world;
  private final List<CatalogItem> items;
  private final Scenario scenario;
  private final int onset;
  private final boolean closed;
  private final String kind;
  private int target = -1;

  /// Creates a story.
  ///
  /// @param onset the round from which on the scenario is itself
  /// @param closed whether people look at lists; else they go for what they know alone
  public Story(World world, Scenario scenario, int onset, boolean closed) {
    this.world = world;
    items = world.items();
    this.scenario = scenario;
    this.onset = onset;
    this.closed = closed;
    int genre = (int) Math.floorMod(world.settings().seed(), (long) World.GENRES.size());
    kind = World.GENRES.get(genre);
  }

  /// Returns the scenario.
  public Scenario scenario() {
    return scenario;
  }

  /// Returns the round from which on the scenario is itself.
  public int onset() {
    return onset;
  }

  /// Returns the genre that enthusiasts are after.
  public String kind() {
    return kind;
  }

  /// Returns whether an item is of the kind that enthusiasts are after.
  public boolean isOfKind(int item) {
    return items.get(item).genres().contains(kind);
  }

  /// Returns the item that a campaign is about; -1 where there is none.
  public int target() {
    return target;
  }

  /// Sets the item that a campaign is about.
  public void aimAt(int item) {
    target = item;
  }

  /// Returns whether an item exists in a round.
  public boolean exists(int item, int round) {
    return scenario != Scenario.FLOOD || round >= onset || !isOfFlood(item);
  }

  /// Returns whether an item is one of those that a flood brings.
  public boolean isOfFlood(int item) {
    return item % FLOOD == FLOOD / 2;
  }

  double reliance(int round) {
    if (!closed) {
      return 0;
    }
    return scenario == Scenario.LOOP && round >= onset ? 1 : SMALL_LOOP;
  }

  /// Returns whether people know items from outside.
  boolean isKnownFromOutside(int round) {
    return reliance(round) < 1;
  }

  boolean enthusiastsAppear(int round) {
    return scenario == Scenario.ENTHUSIASTS && round == onset;
  }

  int enthusiasts(int users) {
    return Math.max(1, users / USERS_AN_ENTHUSIAST);
  }

  /// Returns whether there is an item of the kind that a person has not had.
  boolean hasAnyOfKind(Person person, int round) {
    for (int item = 0; item < items.size(); item++) {
      if (isOfKind(item) && exists(item, round) && !person.had().contains(item)) {
        return true;
      }
    }
    return false;
  }

  /// Returns how many accounts of a campaign come in a round.
  int campaigners(int round, int users) {
    boolean isOn = scenario.hasTarget() && round >= onset;
    return isOn ? (int) Math.max(1, Math.rint(CAMPAIGN * users)) : 0;
  }

  double campaignRating() {
    return scenario == Scenario.ATTACK ? World.SCALE_MAX : World.SCALE_MIN;
  }

  double score(Person person, int item, int round) {
    if (person.role() == Person.Role.ENTHUSIAST) {
      return isOfKind(item) ? World.SCALE_MAX : World.SCALE_MIN;
    }
    double score = world.score(person.number(), item);
    if (scenario != Scenario.TASTE_CHANGE || round < onset) {
      return score;
    }
    double moved = CHANGE * Math.min(1, (round - onset + 1.0) / CHANGE_ROUNDS);
    int other = (person.number() + world.settings().users() / 2) % world.settings().users();
    return (1 - moved) * score + moved * world.score(other, item);
  }
}
