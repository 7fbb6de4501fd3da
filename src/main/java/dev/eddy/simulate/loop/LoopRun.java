package dev.eddy.simulate.loop;

import dev.eddy.drift.Signal;
import dev.eddy.drift.State;
import dev.eddy.drift.monitor.Concentration;
import dev.eddy.event.CatalogItem;
import dev.eddy.lists.BrakeChange;
import dev.eddy.simulate.World;
import dev.eddy.simulate.people.Story;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/// What became of a simulated loop.
public final class LoopRun {

  private final LoopSettings settings;
  private final World world;
  private final Story story;
  private final List<Round> rounds;
  private final List<Told> told;
  private final List<Step> steps;

  /// What a monitor said, and when.
  ///
  /// @param window the round that it is about
  /// @param round the round in which it was said: a window is judged when the one after the next
  ///     begins
  public record Told(int window, int round, Signal signal) {}

  /// What the governor did, and when.
  ///
  /// @param round the round in which it did it
  public record Step(int round, BrakeChange change) {}

  LoopRun(
      LoopSettings settings,
      World world,
      Story story,
      List<Round> rounds,
      List<Told> told,
      List<Step> steps) {
    this.settings = settings;
    this.world = world;
    this.story = story;
    this.rounds = List.copyOf(rounds);
    this.told = List.copyOf(told);
    this.steps = List.copyOf(steps);
  }

  /// Returns what the loop was like.
  public LoopSettings settings() {
    return settings;
  }

  /// Returns the genre that enthusiasts are after, in whatever scenario.
  public String kind() {
    return story.kind();
  }

  /// Returns whether an item, by its number, is of the kind that enthusiasts are after.
  public boolean isOfKind(int item) {
    return story.isOfKind(item);
  }

  /// Returns whether an item, by its number, is one of those that a flood brings, in whatever
  /// scenario.
  public boolean isOfFlood(int item) {
    return story.isOfFlood(item);
  }

  /// Returns the catalog, by number of item.
  public List<CatalogItem> items() {
    return world.items();
  }

  /// Returns the number of the item that a campaign is about; -1 where there is none.
  public int target() {
    return story.target();
  }

  /// Returns the rounds.
  public List<Round> rounds() {
    return rounds;
  }

  /// Returns what the monitors said, in order.
  public List<Told> told() {
    return told;
  }

  /// Returns what the governor did or, in the mode `advise`, proposed, in order.
  public List<Step> steps() {
    return steps;
  }

  /// Returns what each monitor said, in order.
  public Map<String, List<Told>> byMonitor() {
    Map<String, List<Told>> byMonitor = new TreeMap<>();
    for (Told one : told) {
      byMonitor.computeIfAbsent(one.signal.monitor(), any -> new ArrayList<>()).add(one);
    }
    return Collections.unmodifiableMap(byMonitor);
  }

  /// Returns in which rounds alarms of a monitor began.
  public List<Integer> alarms(String monitor) {
    List<Integer> rounds = new ArrayList<>();
    State before = State.QUIET;
    for (Told one : byMonitor().getOrDefault(monitor, List.of())) {
      if (one.signal.state() == State.ALARM && before != State.ALARM) {
        rounds.add(one.round);
      }
      before = one.signal.state();
    }
    return rounds;
  }

  /// Returns the Gini coefficient of exposure in each round.
  public double[] gini() {
    return rounds.stream()
        .mapToDouble(
            round -> {
              long[] shown = round.shown();
              double[] counts = new double[shown.length];
              int at = 0;
              for (long times : shown) {
                if (times > 0) {
                  counts[at++] = times;
                }
              }
              return Concentration.gini(Arrays.copyOf(counts, at), round.items());
            })
        .toArray();
  }

  /// Returns which share of all exposure some items had in each round.
  public double[] share(IntPredicate items) {
    return rounds.stream()
        .mapToDouble(
            round -> {
              long[] shown = round.shown();
              long of = 0;
              for (int item = 0; item < shown.length; item++) {
                of += items.test(item) ? shown[item] : 0;
              }
              return (double) of / Math.max(1, round.exposures());
            })
        .toArray();
  }
}
