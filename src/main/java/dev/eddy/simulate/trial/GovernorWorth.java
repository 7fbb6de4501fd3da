package dev.eddy.simulate.trial;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What a governor does, over several seeds, beside the best of the brakes that are fixed from the
/// beginning on and [cheap][BrakeWorth#isCheap]; the best of all where none is.
///
/// @param effectReachedShare which part of what the best fixed brake takes away of the enthusiasts'
///     effect the governor takes away
/// @param attackReachedShare the same of the attacked item's extra exposure
/// @param idleShare in which share of the honest worlds it moves no brake
/// @param steps how often it moves a brake in the world of the enthusiasts, the mean
public record GovernorWorth(
    double effectReachedShare, double attackReachedShare, double idleShare, double steps) {

  /// Compares a governor with fixed brakes.
  ///
  /// @param governed what the governor comes to, as if it were a brake
  /// @param fixed what each fixed brake comes to; not empty
  /// @param worlds runs with the governor
  public static GovernorWorth of(
      BrakeWorth governed, Collection<BrakeWorth> fixed, BrakeWorth.Worlds worlds) {
    List<LoopOutcome> honest = worlds.honest();
    double idle = honest.stream().filter(run -> run.steps() == 0).count();
    return new GovernorWorth(
        governed.effectRemovedShare() / best(fixed, BrakeWorth::effectRemovedShare),
        governed.attackRemovedShare() / best(fixed, BrakeWorth::attackRemovedShare),
        idle / honest.size(),
        worlds.enthusiasts().stream().mapToInt(LoopOutcome::steps).average().orElse(Double.NaN));
  }

  private static double best(Collection<BrakeWorth> fixed, ToDoubleFunction<BrakeWorth> removed) {
    List<BrakeWorth> cheap = fixed.stream().filter(BrakeWorth::isCheap).toList();
    return (cheap.isEmpty() ? fixed : cheap).stream().mapToDouble(removed).max().orElse(Double.NaN);
  }
}
