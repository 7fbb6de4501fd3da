package dev.eddy.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.choice.row.ChoiceCounts;
import dev.eddy.choice.row.ChoiceDelta;
import dev.eddy.choice.row.ChoiceFeature;
import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.factorization.item.ItemDictionary;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What was chosen, as lines of JSON.
class ChoiceLineTest {

  private final JsonMapper mapper = new JsonMapper();
  private final ItemDictionary names = new ItemDictionary();
  private final ItemDictionary others = new ItemDictionary();

  @Test
  void shouldReadAnItemAsItWas() throws IOException {
    ChoiceItem item = new ChoiceItem();
    float[] fading = new float[2 * ChoiceCounts.HALF_LIVES];
    for (int which = 0; which < fading.length; which++) {
      fading[which] = 3 - which / 4f;
    }
    int[] neighbours = {names.number("a"), names.number("b")};
    item.merge(
        new ChoiceDelta(
            1, 9, 1_000, 3, 2.5, 2, -0.75, 20, fading, neighbours, new float[] {0.5f, 2}));
    others.number("shifts the numbers");
    ChoiceLine line = ChoiceLine.of("m1", item, names);
    ChoiceItem read =
        mapper.readValue(mapper.writeValueAsBytes(line), ChoiceLine.class).item(others);
    assertThat(read.count()).isEqualTo(item.count());
    assertThat(read.rated()).isEqualTo(2);
    assertThat(read.residual()).isEqualTo(item.residual());
    assertThat(read.bornMs()).isEqualTo(1_000);
    assertThat(read.evidentCount()).isEqualTo(item.evidentCount());
    assertThat(read.weightOf(others.number("a"))).isEqualTo(item.weightOf(names.number("a")));
    assertThat(read.weightOf(others.number("b"))).isEqualTo(item.weightOf(names.number("b")));
    assertThat(read.neighbours()).isEqualTo(2);
    assertThat(read.whole().fading()).isEqualTo(item.whole().fading());
    assertThat(read.sequences().size()).isZero();
  }

  @Test
  void shouldKnowAnItemThatNobodyHasChosen() {
    ChoiceLine line = ChoiceLine.of("m1", new ChoiceItem(), names);
    assertThat(line.bornMs()).isNull();
    assertThat(line.item(others).bornMs()).isEqualTo(ChoiceCounts.UNBORN);
  }

  @Test
  void shouldReadWhatBelongsToNoItemAsItWas() throws IOException {
    ChoiceShared shared = new ChoiceShared();
    shared.advance(5, 3_000);
    shared.rate(4, 14);
    double[] information = new double[ChoiceFeature.SIZE * ChoiceFeature.SIZE];
    double[] gradient = new double[ChoiceFeature.SIZE];
    for (int f = 0; f < gradient.length; f++) {
      information[f * gradient.length + f] = 1 + f;
      gradient[f] = f / 10.0;
    }
    shared.step(information, gradient);
    byte[] json = mapper.writeValueAsBytes(ChoiceLine.Shared.of(shared));
    ChoiceShared read = mapper.readValue(json, ChoiceLine.Shared.class).shared();
    assertThat(read.weights()).isEqualTo(shared.weights());
    assertThat(read.clock()).isEqualTo(5);
    assertThat(read.timeMs()).isEqualTo(3_000);
    assertThat(read.meanRating()).isEqualTo(3.5);
  }

  @Test
  void shouldRefuseNumbersThatAreNotFinite() {
    ChoiceLine whole = ChoiceLine.of("m1", new ChoiceItem(), names);
    ChoiceLine wrong =
        new ChoiceLine(
            "m1",
            null,
            Double.NaN,
            0,
            0,
            0,
            0,
            whole.fading(),
            whole.neighbours(),
            whole.weights());
    assertThatThrownBy(() -> wrong.item(others)).isInstanceOf(IllegalArgumentException.class);
  }
}
