package dev.eddy.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindsTest {

  @Test
  void shouldWeighByKindAndByValueWhereThatCounts() {
    Kinds kinds = Kinds.parse(" view=0.2, play=1/180 ,skip = -0.5");
    assertThat(kinds.worth("view", OptionalDouble.of(1_000))).isEqualTo(0.2);
    assertThat(kinds.worth("play", OptionalDouble.empty())).isEqualTo(1);
    assertThat(kinds.worth("play", OptionalDouble.of(90))).isEqualTo(0.5);
    assertThat(kinds.worth("play", OptionalDouble.of(1_000))).isEqualTo(1);
    assertThat(kinds.worth("skip", OptionalDouble.empty())).isEqualTo(-0.5);
    assertThat(kinds.worth("", OptionalDouble.empty())).isEqualTo(1);
    assertThat(kinds.name(Kinds.number("play"))).isEqualTo("play");
    assertThat(kinds.name(Kinds.number("never heard of"))).isEmpty();
  }

  @Test
  void shouldKnowNoKindWhereNoneIsNamed() {
    assertThat(Kinds.parse(" ").check("view", OptionalDouble.empty()).detail())
        .contains("events.kinds is empty");
  }

  @Test
  void shouldSayWhichKindWasPerhapsMeant() {
    assertThat(Kinds.DEFAULT.check("purchace", OptionalDouble.empty()).detail())
        .contains("did you mean purchase?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "view @ must have the form name=worth",
        "=1 @ must be 1 to 64 bytes",
        "view=1,view=2 @ view appears twice",
        "view=NaN @ view must be a number between -100 and 100",
        "view=101 @ view must be a number between -100 and 100",
        "view=lots @ view must be a number between -100 and 100",
        "view=1/0 @ the kind view needs a number above 0",
        "view=1/x @ the kind view needs a number above 0",
        "view=1, @ must have the form name=worth",
        "Aa=1,BB=1 @ have the same hash",
      })
  void shouldSayWhatIsWrong(String text, String says) {
    assertThatThrownBy(() -> Kinds.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(says);
  }

  @Test
  void shouldBoundNamesAndTheirNumber() {
    assertThatThrownBy(() -> Kinds.parse("x".repeat(65) + "=1")).hasMessageContaining("1 to 64");
    assertThatThrownBy(() -> Kinds.parse("a\u0007=1")).hasMessageContaining("control characters");
    String many =
        IntStream.range(0, 65).mapToObj(kind -> "k" + kind + "=1").collect(Collectors.joining(","));
    assertThatThrownBy(() -> Kinds.parse(many)).hasMessageContaining("65 kinds, but at most 64");
  }
}
