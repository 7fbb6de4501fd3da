package dev.eddy.serve.items;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.serve.backend.FakeBackend;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BiasTracksTest {

  private final FakeBackend backend = new FakeBackend(new Random(4));
  private final BiasTracks tracks = new BiasTracks(backend);
  private final int number = backend.index().find("m1");

  /// Makes an item a bit better or worse liked.
  private double move(float by) {
    float[] row = backend.index().merged(number).values().clone();
    int place = place(row);
    row[place] += by;
    backend.index().put("m1", new MergedItem(row, 9, Sequences.NONE));
    return row[place];
  }

  /// Returns where in a row its bias is.
  private int place(float[] row) {
    for (int place = 0; place < row.length; place++) {
      float[] other = row.clone();
      other[place] += 1;
      if (backend.model().itemBias(other) != backend.model().itemBias(row)) {
        return place;
      }
    }
    throw new AssertionError("no number of the row is its bias");
  }

  @Test
  void shouldNoteABiasThatMovesAndNoneThatStays() {
    tracks.note(1_000);
    double second = move(0.5f);
    tracks.note(2_000);
    move(0.001f);
    tracks.note(3_000);
    List<BiasTracks.Point> track = tracks.of(number);
    assertThat(track).extracting(BiasTracks.Point::timeMs).containsExactly(1_000L, 2_000L);
    assertThat(track.getLast().bias()).isEqualTo(second);
  }

  @Test
  void shouldKeepTheWholeTrackInFewPoints() {
    for (int n = 0; n < 1_000; n++) {
      tracks.note(n);
      move(0.05f);
    }
    List<BiasTracks.Point> track = tracks.of(number);
    assertThat(track).hasSizeBetween(32, 64);
    assertThat(track.getFirst().timeMs()).isZero();
    assertThat(track.getLast().timeMs()).isEqualTo(999);
    assertThat(track).extracting(BiasTracks.Point::timeMs).isSorted();
  }

  @Test
  void shouldHaveNoTrackOfWhatIsUnknown() {
    tracks.note(1);
    assertThat(tracks.of(10_000)).isEmpty();
  }
}
