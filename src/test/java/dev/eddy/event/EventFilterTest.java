package dev.eddy.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which events are left out.
class EventFilterTest {

  private static final long TEN_MS = Instant.parse("2026-11-30T10:00:00Z").toEpochMilli();

  private static final Rating RATING =
      Rating.plain("u1", "m1", OptionalDouble.of(4), 5, 1, "shop", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source=shop|true",
        "source=other|false",
        "source=|false",
        "user=u1|true",
        "user=u2|false",
        "item=m1|true",
        "item=m2|false",
        "source=shop,user=u1,item=m1|true",
        "source=shop,user=u2|false",
        "from=2026-11-30T10:00:00Z|true",
        "from=2026-11-30T10:00:00.001Z|false",
        "to=2026-11-30T10:00:00Z|false",
        "to=2026-11-30T10:00:00.001Z|true",
        "source=shop,from=2026-11-30T09:00:00Z,to=2026-11-30T11:00:00Z|true",
      })
  void shouldAskForAllConditionsByArrival(String text, boolean matches) {
    EventFilter filter = EventFilter.parse(text);
    assertThat(filter.matches(RATING, TEN_MS)).isEqualTo(matches);
    assertThat(EventFilter.parse(filter.toString())).isEqualTo(filter);
    assertThat(filter.asksForTime()).isEqualTo(text.contains("2026"));
  }

  @Test
  void shouldLeaveOutEventsWithoutARatingToo() {
    Interaction view =
        new Interaction("u1", "m1", "view", OptionalDouble.empty(), 5, 1, "shop", "");
    assertThat(EventFilter.parse("source=shop").matches(view, 0)).isTrue();
  }

  @Test
  void shouldNeverLeaveOutWhoIsToBeForgottenNorWhatIsInvalid() {
    EventFilter filter = EventFilter.parse("to=2030-01-01T00:00:00Z");
    assertThat(filter.matches(new Forget("u1"), 0)).isFalse();
    assertThat(filter.matches(new Rejection(RejectReason.NOT_JSON, ""), 0)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "sauce=shop",
        "source=a,source=b",
        "user=",
        "source=a,item= ",
        "from=yesterday",
        "from=2026-11-30T10:00:00Z,to=2026-11-30T10:00:00Z",
      })
  void shouldRefuseWhatIsNoFilter(String text) {
    assertThatThrownBy(() -> EventFilter.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
