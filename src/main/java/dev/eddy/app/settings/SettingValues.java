package dev.eddy.app.settings;

import dev.eddy.event.Kinds;
import io.smallrye.config.SmallRyeConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Typed reading of settings, with errors that name the key.
record SettingValues(SmallRyeConfig config) {

  /// What people may look at over somebody's shoulder names no secret.
  private static final Pattern SECRET =
      Pattern.compile("(?:token|passw|passphrase|secret|jaas)(?!.*-file$)|\\.key$");

  /// An empty value means an empty text here, where the configuration API takes it for absent.
  String text(String key) {
    return config.getOptionalValue(key, String.class).orElse("");
  }

  /// Returns the parts of a comma-separated list.
  List<String> list(String key) {
    return Arrays.stream(text(key).split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  long whole(String key, long max) {
    String text = text(key);
    try {
      long value = Long.parseLong(text);
      if (value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " is '" + text + "', but must be a whole number", e);
    }
    throw new IllegalArgumentException(key + " is " + text + ", but must be at most " + max);
  }

  double decimal(String key) {
    String text = text(key);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " is '" + text + "', but must be a number", e);
    }
  }

  boolean flag(String key) {
    String text = text(key);
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(key + " is '" + text + "', but must be true or false");
    };
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    String text = text(key);
    for (E constant : type.getEnumConstants()) {
      if (SettingsLoader.label(constant).equals(text.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    String allowed =
        Arrays.stream(type.getEnumConstants())
            .map(SettingsLoader::label)
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException(key + " is '" + text + "', but must be one of " + allowed);
  }

  Kinds kinds(String key) {
    try {
      return Kinds.parse(text(key));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  Map<String, String> kafka() {
    return under(SettingsLoader.KAFKA);
  }

  /// Returns what is set under a prefix, by key without it.
  Map<String, String> under(String prefix) {
    Map<String, String> settings = new TreeMap<>();
    for (String name : config.getPropertyNames()) {
      if (name.startsWith(prefix)) {
        settings.put(name.substring(prefix.length()), text(name));
      }
    }
    return settings;
  }

  private static String shown(String key, String value) {
    return !value.isEmpty() && SECRET.matcher(key).find() ? "(hidden)" : value;
  }

  Map<String, String> all(SettingsReference reference) {
    Map<String, String> values = new LinkedHashMap<>();
    for (SettingsReference.Entry entry : reference.entries()) {
      values.put(entry.key(), shown(entry.key(), text(entry.key())));
    }
    for (String prefix : List.of(SettingsLoader.KAFKA, ChallengerKeys.PREFIX)) {
      under(prefix).forEach((key, value) -> values.put(prefix + key, shown(prefix + key, value)));
    }
    return values;
  }
}
