package dev.eddy.app.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.event.EventFilter;
import dev.eddy.factorization.PrequentialScore;
import dev.eddy.factorization.Segment;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.snapshot.Manifest;
import dev.eddy.stream.learn.TaskTotals;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// From where a generation goes on.
class PrimingPlanTest {

  private final Model model =
      SomeSettings.forScale(1, 5).factors(2).build().newModel(new ScalarKernels());

  private static Manifest manifest(boolean repartitions) {
    PrequentialScore.Values eight = new PrequentialScore.Values(8, 9, 4, 0.5, 0.25, 0.5);
    PrequentialScore.Values five = new PrequentialScore.Values(5, 3, 1, 0.5, 0.25, 0.5);
    return new Manifest(
        Manifest.FORMAT,
        Manifest.VERSION,
        null,
        null,
        null,
        new Manifest.Scale(1, 5),
        null,
        null,
        new Manifest.Source("", 1, "topic-a", repartitions),
        List.of(
            new Manifest.Partition(
                0, 10, 3, Map.of("new", 8L, "withdrawn", 1L), Map.of("all", eight)),
            new Manifest.Partition(1, 20, 4, Map.of("new", 5L), Map.of("all", five))),
        null,
        List.of("user=u9"),
        null,
        null);
  }

  private static PrimingPlan.Ratings ratings(String id, long first, long end) {
    return new PrimingPlan.Ratings(id, 2, Map.of(0, 0L, 1, first), Map.of(0, 100L, 1, end));
  }

  @Test
  void shouldGoOnBehindTheSnapshotInTheSameTopic() {
    PrimingPlan plan =
        PrimingPlan.of(manifest(false), model, ratings("topic-a", 20, 100), false, List.of());
    assertThat(plan.continues()).isTrue();
    assertThat(plan.keepsOffsets(false)).isTrue();
    assertThat(plan.next()).isEqualTo(Map.of(0, 10L, 1, 20L));
    assertThat(plan.exposures()).isEqualTo(Map.of(0, 3L, 1, 4L));
    TaskTotals second = plan.totals().get(1);
    assertThat(second.offset()).isEqualTo(19);
    assertThat(second.sequence()).isZero();
    assertThat(second.standing()).isEqualTo(5);
    assertThat(second.score(Segment.ALL).n()).isEqualTo(5);
    assertThat(TaskTotals.decode(second.encode()).counts()).isEqualTo(second.counts());
  }

  @Test
  void shouldBeginAnotherTopicWithAllThatWasCounted() {
    PrimingPlan plan =
        PrimingPlan.of(manifest(false), model, ratings("topic-b", 0, 0), false, List.of());
    assertThat(plan.continues()).isFalse();
    assertThat(plan.next()).isEmpty();
    assertThat(plan.totals().get(1).standing()).isZero();
    assertThat(plan.totals().get(0).standing()).isEqualTo(12);
    assertThat(plan.totals().get(0).offset()).isEqualTo(-1);
  }

  @Test
  void shouldGoOnInTheSameTopicBehindARepartition() {
    PrimingPlan plan =
        PrimingPlan.of(manifest(false), model, ratings("topic-a", 0, 100), true, List.of());
    assertThat(plan.next()).isEqualTo(Map.of(0, 10L, 1, 20L));
    assertThat(plan.keepsOffsets(true)).isFalse();
    assertThat(plan.totals().get(0).standing()).isEqualTo(12);
  }

  @Test
  void shouldBeginAtTheBeginningWithForeignFactors() {
    Manifest foreign =
        new Manifest(
            Manifest.FORMAT,
            1,
            null,
            null,
            null,
            new Manifest.Scale(1, 5),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of());
    PrimingPlan plan = PrimingPlan.of(foreign, model, ratings("topic-a", 0, 100), false, List.of());
    assertThat(plan.continues()).isFalse();
    assertThat(plan.next()).isEmpty();
    assertThat(plan.totals().get(1).standing()).isZero();
  }

  @Test
  void shouldLeaveOutWhatIsAskedForAndWhatTheSnapshotNames() {
    EventFilter filter = EventFilter.parse("source=shop,to=2026-11-30T10:00:00Z");
    PrimingPlan plan =
        PrimingPlan.of(manifest(false), model, ratings("topic-a", 0, 100), false, List.of(filter));
    for (int partition = 0; partition < 2; partition++) {
      TaskTotals stored = TaskTotals.decode(plan.totals().get(partition).encode());
      assertThat(stored.leftOut()).containsExactly(filter, EventFilter.parse("user=u9"));
    }
    assertThatThrownBy(
            () ->
                PrimingPlan.of(
                    manifest(false), model, ratings("topic-a", 0, 100), true, List.of(filter)))
        .hasMessageContaining("nobody knows any more when an event arrived");
  }

  @Test
  void shouldRefuseToLoseEvents() {
    assertRefused(false, ratings("topic-a", 21, 100), "has deleted all before 21");
    assertRefused(false, ratings("topic-a", 0, 19), "was cut off");
    assertRefused(true, ratings("topic-a", 0, 100), "stream.repartition=true");
  }

  private void assertRefused(boolean repartitions, PrimingPlan.Ratings ratings, String why) {
    assertThatThrownBy(
            () -> PrimingPlan.of(manifest(repartitions), model, ratings, false, List.of()))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining(why);
  }
}
