package dev.eddy.simulate.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.event.CatalogItem;
import dev.eddy.simulate.World;
import dev.eddy.simulate.people.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopPlayerTest {

  private static final long ROUND_MS = 1_000;
  private static final int ITEMS = 60;

  /// Shows everybody the same ten items, and notes what happens.
  private static final class Noting implements Recommender {

    final List<String> calls = new ArrayList<>();
    final List<Long> times = new ArrayList<>();
    int items;

    @Override
    public void add(CatalogItem item) {
      items++;
    }

    @Override
    public int items() {
      return items;
    }

    @Override
    public void watch() {
      calls.add("watch");
      times.clear();
    }

    @Override
    public List<String> show(String userId, long timeMs) {
      calls.add("show");
      times.add(timeMs);
      return IntStream.range(0, 10).mapToObj(World::itemId).toList();
    }

    @Override
    public OptionalDouble rate(String userId, String itemId, double rating, long timeMs) {
      calls.add("rate");
      return OptionalDouble.empty();
    }

    @Override
    public void click(String userId, String itemId, long timeMs) {
      calls.add("click");
    }

    @Override
    public void commit() {
      calls.add("commit");
    }
  }

  private static LoopPlayer player(Scenario scenario, Recommender recommender) {
    LoopSettings settings =
        new LoopSettings(scenario, true, LoopBrakes.NONE, 40, 50, ITEMS, 0.2, 5);
    return new LoopPlayer(
        settings, LoopPlayer.world(settings), recommender, LoopPlayer.chance(settings));
  }

  @Test
  void shouldLearnThePastBeforeAnybodyIsShownAList() {
    Noting noting = new Noting();
    LoopPlayer player = player(Scenario.HONEST, noting);
    player.livePast(0, ROUND_MS);
    assertThat(noting.calls).contains("rate", "commit").doesNotContain("show").endsWith("watch");
    assertThat(noting.items).isEqualTo(ITEMS);
    player.play(5 * ROUND_MS, ROUND_MS);
    player.play(6 * ROUND_MS, ROUND_MS);
    assertThat(noting.times)
        .isSorted()
        .allMatch(timeMs -> timeMs >= 5 * ROUND_MS && timeMs < 7 * ROUND_MS);
    assertThat(noting.calls.subList(noting.calls.indexOf("watch"), noting.calls.size()))
        .contains("rate", "click")
        .filteredOn("commit"::equals)
        .hasSize(4);
  }

  @Test
  void shouldCountWhatOrdinaryPeopleAreShown() {
    Noting noting = new Noting();
    LoopPlayer player = player(Scenario.HONEST, noting);
    player.livePast(0, ROUND_MS);
    player.play(ROUND_MS, ROUND_MS);
    LoopRun run = player.run(List.of(), List.of());
    assertThat(player.played()).isEqualTo(1);
    assertThat(run.rounds()).hasSize(1);
    assertThat(run.rounds().getFirst().exposures())
        .isPositive()
        .isLessThan(10L * noting.times.size()); // the control group's lists do not count
    assertThat(run.share(item -> item < 10)).containsExactly(1);
    assertThat(run.rounds().getFirst().ratings()).as("without predictions").isZero();
  }

  @Test
  void shouldBringTheFloodAtTheOnset() {
    Noting noting = new Noting();
    LoopPlayer player = player(Scenario.FLOOD, noting);
    player.livePast(0, ROUND_MS);
    int onset = 16;
    for (int round = 0; round < onset; round++) {
      player.play((1L + round) * ROUND_MS, ROUND_MS);
    }
    assertThat(noting.items).isEqualTo(ITEMS - ITEMS / 10);
    player.play((1L + onset) * ROUND_MS, ROUND_MS);
    assertThat(noting.items).isEqualTo(ITEMS);
    assertThat(player.run(List.of(), List.of()).isOfFlood(5)).isTrue();
  }
}
