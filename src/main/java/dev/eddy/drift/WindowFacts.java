package dev.eddy.drift;

import dev.eddy.drift.count.ArmCounts;
import dev.eddy.drift.monitor.Population;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/// Who and what stood out in one window.
///
/// @param windowStartMs when the window began, event time
/// @param mostShown the items shown most often, and how often
/// @param neverShown how many items were not shown at all
/// @param influential the users who moved items most, and their share of all movement
/// @param oneSided the items whose ratings lie furthest on one side of what they were rated before,
///     and how many standard errors; negative for below
/// @param variants how the models of experiments did, in this window and before; empty where there
///     never was an experiment
/// @param late how many counts came too late for their window, since the beginning
public record WindowFacts(
    long windowStartMs,
    List<Named> mostShown,
    long neverShown,
    List<Named> influential,
    List<Named> oneSided,
    List<VariantFacts> variants,
    long late) {

  /// Somebody or something, and an amount.
  public record Named(String id, double amount) {}

  private static final int MOST = 20;
  private static final int MOST_ONE_SIDED = 5;

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException without them
  public WindowFacts {
    if (mostShown == null || influential == null || oneSided == null || variants == null) {
      throw new IllegalArgumentException("the facts of a window need items, users and variants");
    }
    mostShown = List.copyOf(mostShown);
    influential = List.copyOf(influential);
    oneSided = List.copyOf(oneSided);
    variants = List.copyOf(variants);
  }

  /// Returns how a role does now: of the models that ever had it, the one that was shown last.
  /// Empty where there never was an experiment.
  public Optional<VariantFacts> variant(String label) {
    return variants.stream()
        .filter(facts -> facts.variant().equals(label))
        .max(
            Comparator.comparingLong(VariantFacts::latestMs)
                .thenComparingLong(VariantFacts::windowLists));
  }

  /// Returns how a generation does in a role; empty where it was never shown in it.
  public Optional<VariantFacts> variant(String label, int generation) {
    return variants.stream()
        .filter(facts -> facts.variant().equals(label) && facts.generation() == generation)
        .findFirst();
  }

  /// @param counts of the users whose lists the model chooses
  /// @param population what there is beside them
  static WindowFacts of(
      ArmCounts counts,
      Population population,
      List<VariantFacts> variants,
      long windowStartMs,
      long late) {
    int items = population.items();
    double moved = counts.movements().sum();
    return new WindowFacts(
        windowStartMs,
        mostShown(counts.shown()),
        counts.shown().isEmpty() ? items : Math.max(0, items - counts.shown().size()),
        counts.movements().leaders().stream()
            .map(leader -> new Named(leader.getKey(), leader.getValue() / moved))
            .toList(),
        population.residuals().furthest(MOST_ONE_SIDED).stream()
            .map(item -> new Named(item.getKey(), item.getValue()))
            .toList(),
        variants,
        late);
  }

  private static List<Named> mostShown(Map<String, Long> shown) {
    Comparator<Named> bestFirst =
        Comparator.comparingDouble((Named named) -> -named.amount).thenComparing(Named::id);
    PriorityQueue<Named> best = new PriorityQueue<>(bestFirst.reversed());
    shown.forEach(
        (id, times) -> {
          if (best.size() < MOST || times >= best.element().amount) {
            best.add(new Named(id, times));
          }
          if (best.size() > MOST) {
            best.remove();
          }
        });
    return best.stream().sorted(bestFirst).toList();
  }
}
