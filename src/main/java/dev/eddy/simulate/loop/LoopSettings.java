package dev.eddy.simulate.loop;

import dev.eddy.simulate.people.Scenario;

/// What a simulated loop is like.
///
/// @param scenario what happens
/// @param closed whether people look at lists; else they go for what they know alone
/// @param brakes what holds the loop
/// @param rounds how many rounds, each a window of event time, 40 to 1,000
/// @param users how many people are there at any time, 50 to 100,000
/// @param items how many items, 50 to 100,000
/// @param controlShare which part of the people is shown items at random, 0 to 0.5
/// @param seed makes the world and all that is drawn in it
public record LoopSettings(
    Scenario scenario,
    boolean closed,
    LoopBrakes brakes,
    int rounds,
    int users,
    int items,
    double controlShare,
    long seed) {

  /// What a run has unless something else is said.
  public static final int ROUNDS = 60;

  public static final int USERS = 300;
  public static final int ITEMS = 500;
  public static final double CONTROL_SHARE = 0.2;

  private static final int LEAST_ROUNDS = 40;
  private static final int MOST_ROUNDS = 1_000;
  private static final int FEWEST = 50;
  private static final int MOST = 100_000;

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public LoopSettings {
    check("rounds", rounds, LEAST_ROUNDS, MOST_ROUNDS);
    check("users", users, FEWEST, MOST);
    check("items", items, FEWEST, MOST);
    if (!(controlShare >= 0 && controlShare <= 0.5)) {
      throw new IllegalArgumentException(
          "control-share is " + controlShare + ", but must be between 0 and 0.5");
    }
    if (scenario == Scenario.LOOP && !closed) {
      throw new IllegalArgumentException(
          "scenario loop with loop off contradict: there people choose from lists alone. Use"
              + " another scenario, or loop on");
    }
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, but must be between %d and %d".formatted(name, value, min, max));
    }
  }

  /// Returns the round from which on the scenario is itself: before, charts learn what is usual.
  public int onset() {
    return rounds * 2 / 5;
  }

  /// Returns the same with other brakes.
  public LoopSettings with(LoopBrakes others) {
    return new LoopSettings(scenario, closed, others, rounds, users, items, controlShare, seed);
  }

  /// Returns the same in another scenario.
  public LoopSettings with(Scenario other) {
    return new LoopSettings(other, closed, brakes, rounds, users, items, controlShare, seed);
  }
}
