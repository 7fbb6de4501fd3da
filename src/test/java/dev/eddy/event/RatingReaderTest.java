package dev.eddy.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingReaderTest {

  private static final long NOW = 1_700_000_000_000L;

  private final RatingReader reader =
      new RatingReader(
          EventSettings.forScale(0.5, 5), Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private RatingEvent read(String value) {
    return reader.read(utf8("u"), utf8(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      value = {
        "not JSON @ {\"userId\":\"u\"",
        "not JSON @ hello",
        "not JSON @ [1]",
        "not JSON @ {\"userId\":\"u\",\"itemId\":\"\\ud800\",\"rating\":4,\"timestamp\":1}",
        "not JSON @ {\"userId\":\"u\",\"itemId\":\"a\\udc00b\",\"rating\":4,\"timestamp\":1}",
        "not JSON @ {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":NaN,\"timestamp\":1}",
        "not JSON @ {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":4,\"timestamp\":1} x",
        "neither rating nor kind @ {\"userId\":\"u\",\"itemId\":\"i\",\"timestamp\":1}",
        "neither rating nor kind @"
            + " {\"userId\":\"u\",\"itemId\":\"i\",\"kind\":null,\"timestamp\":1}",
        "unknown kind @ {\"userId\":\"u\",\"itemId\":\"i\",\"kind\":\"\",\"timestamp\":1}",
        "unknown kind @ {\"userId\":\"u\",\"itemId\":\"i\",\"kind\":\"a\\u0007\",\"timestamp\":1}",
        "unknown kind @"
            + " {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":4,\"kind\":\"vue\",\"timestamp\":1}",
        "wrong type @ {\"userId\":\"u\",\"itemId\":\"i\",\"kind\":7,\"timestamp\":1}",
        "value out of range @"
            + " {\"userId\":\"u\",\"itemId\":\"i\",\"kind\":\"play\",\"value\":-1,\"timestamp\":1}",
        "value out of range @"
            + " {\"userId\":\"u\",\"itemId\":\"i\",\"kind\":\"play\",\"value\":1e999,\"timestamp\":1}",
        "missing field @ {\"itemId\":\"i\",\"rating\":4,\"timestamp\":1}",
        "missing field @ {\"userId\":\"u\",\"rating\":4,\"timestamp\":1}",
        "missing field @ {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":4}",
        "wrong type @ {\"userId\":1,\"itemId\":\"i\",\"rating\":4,\"timestamp\":1}",
        "wrong type @ {\"userId\":\"u\",\"itemId\":{\"a\":[1]},\"rating\":4,\"timestamp\":1}",
        "wrong type @ {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":\"good\",\"timestamp\":1}",
        "wrong type @ {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":4,\"timestamp\":\"now\"}",
        "wrong type @ {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":4,\"timestamp\":1.5}",
        "empty id @ {\"userId\":\"u\",\"itemId\":\"\",\"rating\":4,\"timestamp\":1}",
        "rating not finite @"
            + " {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":\"NaN\",\"timestamp\":1}",
        "rating not finite @ {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":1e999,\"timestamp\":1}",
        "rating out of scale @ {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":5.5,\"timestamp\":1}",
        "rating out of scale @ {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":0,\"timestamp\":1}",
        "weight out of range @"
            + " {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":4,\"timestamp\":1,\"weight\":11}",
        "weight out of range @"
            + " {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":4,\"timestamp\":1,\"weight\":-1}",
        "timestamp negative @ {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":4,\"timestamp\":-1}",
        "timestamp ahead @"
            + " {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":4,\"timestamp\":1700086400001}",
        "timestamp ahead @"
            + " {\"userId\":\"u\",\"itemId\":\"i\",\"rating\":4,\"timestamp\":99999999999999999999}",
        "key and user disagree @ {\"userId\":\"v\",\"itemId\":\"i\",\"rating\":4,\"timestamp\":1}"
      })
  void shouldRejectWithTheReason(String reason, String value) {
    assertThat(read(value))
        .isInstanceOfSatisfying(
            Rejection.class, bad -> assertThat(bad.reason().label()).isEqualTo(reason));
  }

  @Test
  void shouldRejectLongIdsLargeRecordsAndMissingKeys() {
    String value = "{\"userId\":\"u\",\"itemId\":\"%s\",\"rating\":4,\"timestamp\":1}";
    assertThat(read(value.formatted("é".repeat(128)))).isInstanceOf(Rating.class);
    assertThat(((Rejection) read(value.formatted("é".repeat(129)))).reason())
        .isEqualTo(RejectReason.ID_TOO_LONG);
    assertThat(((Rejection) read(value.formatted("\\u0000i1"))).reason())
        .isEqualTo(RejectReason.RESERVED_ID);
    assertThat(((Rejection) read(value.formatted("x".repeat(70_000)))).reason())
        .isEqualTo(RejectReason.RECORD_TOO_LARGE);
    assertThat(((Rejection) reader.read(null, utf8(value))).reason())
        .isEqualTo(RejectReason.MISSING_KEY);
    byte[] binary = {(byte) 0xFF, 0, 1, (byte) 0x80};
    assertThat(((Rejection) reader.read(utf8("u"), binary)).reason())
        .isEqualTo(RejectReason.NOT_JSON);
  }

  @Test
  void shouldReadEveryFieldAndCountUnknownOnes() {
    RatingEvent event =
        read(
            """
            {"colour":{"a":[1,2]},"userId":"u","itemId":"i","rating":4.5,"timestamp":1700086400000,
             "weight":2,"source":"app","requestId":"r","more":null}\
            """);
    assertThat(event)
        .isEqualTo(
            Rating.plain(
                "u", "i", java.util.OptionalDouble.of(4.5), 1_700_086_400_000L, 2, "app", "r"));
    assertThat(reader.unknownFieldCount()).isEqualTo(2);
  }

  @Test
  void shouldReadWithdrawalsAndForgetting() {
    assertThat(read("{\"userId\":\"u\",\"itemId\":\"i\",\"rating\":null,\"timestamp\":5}"))
        .isEqualTo(Rating.withdrawal("u", "i", 5));
    assertThat(reader.read(utf8("u"), null)).isEqualTo(new Forget("u"));
  }

  @Test
  void shouldReadEventsWithoutARating() {
    Interaction play =
        new Interaction(
            "u", "i", "play", java.util.OptionalDouble.of(12.5), 1_000_000_000_000L, 2, "s", "q");
    assertThat(reader.read(utf8("u"), EventWriter.write(play))).isEqualTo(play);
    assertThat(
            read(
                """
                {"userId":"u","itemId":"i","rating":null,"kind":"view","timestamp":1000000000000}\
                """))
        .isInstanceOf(Interaction.class);
    Rating both =
        (Rating)
            read(
                """
                {"userId":"u","itemId":"i","rating":4,"kind":"purchase","value":3,
                 "timestamp":1000000000000}\
                """);
    assertThat(both.kind()).isEqualTo("purchase");
    assertThat(reader.read(utf8("u"), EventWriter.write(both))).isEqualTo(both);
  }

  @Test
  void shouldReadWhatTheWriterWrites() {
    Rating rating = Rating.plain("ü\"\n", "i", java.util.OptionalDouble.of(4), 12, 0.25f, "s", "q");
    assertThat(reader.read(utf8("ü\"\n"), EventWriter.write(rating))).isEqualTo(rating);
  }
}
