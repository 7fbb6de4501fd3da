package dev.eddy.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.event.Kinds;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class KindTest {

  @Test
  void shouldReadNames() {
    assertThat(Kind.parse("skip, view")).containsExactly(Kind.VIEW, Kind.SKIP);
    assertThat(Kind.parse("view,click,play,purchase,skip")).containsExactly(Kind.values());
  }

  @Test
  void shouldSayWhatIsAllowed() {
    assertThatThrownBy(() -> Kind.parse("view,veiw"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'veiw' is not a kind, did you mean view? Allowed are view, click, play, purchase,"
                + " skip");
    for (String text : new String[] {"", " ", "view,", ",view"}) {
      assertThatThrownBy(() -> Kind.parse(text))
          .hasMessage("a name is empty; allowed are view, click, play, purchase, skip");
    }
  }

  @Test
  void shouldBeKnownWithoutASetting() {
    for (Kind kind : Kind.values()) {
      assertThat(Kinds.DEFAULT.check(kind.label(), OptionalDouble.of(1))).as(kind.label()).isNull();
    }
  }
}
