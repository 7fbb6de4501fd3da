package dev.eddy.app;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes texts and bytes that somebody might take wrongly.
final class Garbler {

  /// What has broken one server or another.
  private static final List<String> ODD =
      List.of(
          "..",
          "..;",
          ".",
          "",
          "%2e%2e",
          "%2f",
          "%5c",
          "%00",
          "%ff",
          "%",
          "%zz",
          "%c0%af",
          "%E2%82",
          "%F0%9F%98%80",
          ";x=y",
          "//",
          "\\",
          "{user}",
          "null",
          "NaN",
          "-1",
          "1e999",
          "99999999999999999999",
          "0x10",
          "\u00e9",
          "\u0000",
          "\u0001",
          "\r\n",
          "\n",
          "\t",
          " ",
          "'\"<script>",
          "${jndi:x}",
          "a".repeat(300),
          "%41".repeat(300),
          "[[[[[[[[",
          "{\"a\":",
          "\ufeff",
          "\ud800",
          "true",
          "*",
          "#",
          "?",
          "&&&===",
          "after=",
          "0:1,1:2");

  private final RandomGenerator random;

  Garbler(RandomGenerator random) {
    this.random = random;
  }

  /// Returns one of several.
  <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// Returns whether something of a probability happens.
  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /// Returns a number below a bound.
  int below(int bound) {
    return random.nextInt(bound);
  }

  /// Returns an odd text.
  String odd() {
    return chance(0.8) ? oneOf(ODD) : text(1 + below(40));
  }

  /// Returns a text of any characters.
  private String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int n = 0; n < length; n++) {
      text.append((char) (chance(0.7) ? 32 + below(95) : below(0x3000)));
    }
    return text.toString();
  }

  /// Returns bytes of any value.
  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int n = 0; n < length; n++) {
      bytes[n] = (byte) below(256);
    }
    return bytes;
  }

  /// Returns a text with some of it cut out, doubled, or put in place of something odd.
  String garbled(String text) {
    StringBuilder garbled = new StringBuilder(text);
    for (int times = 1 + below(3); times > 0; times--) {
      int from = garbled.isEmpty() ? 0 : below(garbled.length());
      int to = Math.min(garbled.length(), from + below(8));
      switch (below(4)) {
        case 0 -> garbled.delete(from, to);
        case 1 -> garbled.insert(from, garbled.substring(from, to));
        case 2 -> garbled.replace(from, to, odd());
        default -> garbled.insert(from, odd());
      }
    }
    return garbled.toString();
  }

  /// Returns bytes with some of them flipped, and perhaps cut off.
  byte[] flipped(byte[] bytes) {
    byte[] flipped = Arrays.copyOf(bytes, chance(0.2) ? below(bytes.length + 1) : bytes.length);
    for (int times = 1 + below(4); times > 0 && flipped.length > 0; times--) {
      flipped[below(flipped.length)] ^= (byte) (1 << below(8));
    }
    return flipped;
  }

  /// Returns what somebody might send in place of a document.
  byte[] document(String good) {
    return switch (below(6)) {
      case 0 -> bytes(below(200));
      case 1 -> flipped(good.getBytes(StandardCharsets.UTF_8));
      case 2 -> "[".repeat(below(5_000)).getBytes(StandardCharsets.UTF_8);
      case 3 -> odd().getBytes(StandardCharsets.UTF_8);
      default -> garbled(good).getBytes(StandardCharsets.UTF_8);
    };
  }
}
