package dev.eddy.simulate.trial;

import dev.eddy.simulate.loop.LoopSummary;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What a brake does and what it costs, over several seeds: means of the runs.
///
/// @param giniWithout Gini coefficient of exposure at the end of `enthusiasts`, without the brake
/// @param giniWith the same with it
/// @param effectRemovedShare which part of the enthusiasts' effect the brake takes away. The effect
///     is how much more of their kind others are shown than in the honest world with the same
///     brake, over all rounds from the onset on
/// @param attackRemovedShare which part of the attacked item's extra exposure it takes away: the
///     item's share at the end less that before
/// @param rmseWithout error of predictions in the honest world, without the brake
/// @param rmseWith the same with it
/// @param choiceHitWithout how likely a look at a list ends in a choice in the honest world,
///     without
/// @param choiceHitWith the same with it
public record BrakeWorth(
    double giniWithout,
    double giniWith,
    double effectRemovedShare,
    double attackRemovedShare,
    double rmseWithout,
    double rmseWith,
    double choiceHitWithout,
    double choiceHitWith) {

  /// The three worlds that brakes are judged in, each with several seeds.
  ///
  /// @param honest runs of `honest`
  /// @param enthusiasts runs of `enthusiasts`
  /// @param attack runs of `attack`
  public record Worlds(
      List<LoopOutcome> honest, List<LoopOutcome> enthusiasts, List<LoopOutcome> attack) {

    private double effect() {
      return mean(enthusiasts, LoopSummary::kindSince) - mean(honest, LoopSummary::kindSince);
    }

    private double extra() {
      return mean(attack, LoopSummary::targetAfter) - mean(attack, LoopSummary::targetBefore);
    }
  }

  /// A brake may raise the error in the honest world by this part, at most.
  private static final double MOST_RMSE = 0.01;

  /// A brake may cost this part of the choices in the honest world, at most.
  private static final double MOST_HITS = 0.03;

  /// Returns whether it costs little in a world that needs no brake: at most 1 % of the error and
  /// 3 % of the choices.
  public boolean isCheap() {
    return rmseWith <= (1 + MOST_RMSE) * rmseWithout
        && choiceHitWith >= (1 - MOST_HITS) * choiceHitWithout;
  }

  /// Compares the worlds with a brake with those without, of the same seeds.
  public static BrakeWorth of(Worlds without, Worlds with) {
    return new BrakeWorth(
        mean(without.enthusiasts, LoopSummary::giniAfter),
        mean(with.enthusiasts, LoopSummary::giniAfter),
        1 - with.effect() / without.effect(),
        1 - with.extra() / without.extra(),
        mean(without.honest, LoopSummary::rmse),
        mean(with.honest, LoopSummary::rmse),
        mean(without.honest, LoopSummary::choiceHit),
        mean(with.honest, LoopSummary::choiceHit));
  }

  private static double mean(List<LoopOutcome> outcomes, ToDoubleFunction<LoopSummary> value) {
    return outcomes.stream()
        .map(LoopOutcome::summary)
        .mapToDouble(value)
        .average()
        .orElse(Double.NaN);
  }
}
