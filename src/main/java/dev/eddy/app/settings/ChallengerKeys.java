package dev.eddy.app.settings;

import dev.eddy.lists.Brake;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The keys `challenger.KEY`, which set for the challenger what `KEY` sets for the instance.
final class ChallengerKeys {

  static final String PREFIX = "challenger.";
  private static final String VARIABLE = "EDDY_CHALLENGER_";

  /// What may differ besides the model and how it learns.
  private static final Set<String> STREAM =
      Set.of(
          "stream.partitions",
          "stream.repartition",
          "stream.choices",
          "stream.threads",
          "stream.cache-bytes");

  /// Some are under learning, too, but operators move them for all models at once.
  private static final Set<String> BRAKES =
      Arrays.stream(Brake.values()).map(Brake::setting).collect(Collectors.toSet());

  private ChallengerKeys() {}

  /// Returns whether a key sets something for the challenger alone.
  static boolean isOne(String key, SettingsReference reference) {
    return key.startsWith(PREFIX) && !reference.contains(key);
  }

  /// Refuses a key that a challenger cannot have of its own.
  ///
  /// @param where goes before the message
  /// @throws UsageException saying why, and what is allowed
  static void check(String key, SettingsReference reference, String where) {
    String own = key.substring(PREFIX.length());
    if (!reference.contains(own)) {
      throw new UsageException(
          "%sunknown setting %s; did you mean %s%s?"
              .formatted(where, key, PREFIX, reference.closestTo(own)));
    }
    if (BRAKES.contains(own)) {
      throw new UsageException(
          "%s%s cannot be set: brakes act on all models. Set %s".formatted(where, key, own));
    }
    if (!own.startsWith("learning.") && !STREAM.contains(own)) {
      throw new UsageException(
          "%s%s cannot be set: a challenger may differ by its model, learning.*, and by %s"
              .formatted(where, key, String.join(", ", STREAM.stream().sorted().toList())));
    }
  }

  /// Returns what variables of the environment set for the challenger.
  ///
  /// @throws UsageException if one sets what a challenger cannot have of its own
  static Map<String, String> from(Map<String, String> environment, SettingsReference reference) {
    Map<String, String> values = new LinkedHashMap<>();
    for (SettingsReference.Entry entry : reference.entries()) {
      String key = PREFIX + entry.key();
      String value = environment.get(SettingsReference.variable(key));
      if (value != null) {
        check(key, reference, SettingsReference.variable(key) + ": ");
        values.put(key, value);
      }
    }
    return values;
  }

  /// Returns whether a variable is that of such a key.
  static boolean isVariable(String name, SettingsReference reference) {
    return name.startsWith(VARIABLE)
        && reference.variables().contains("EDDY_" + name.substring(VARIABLE.length()));
  }
}
