package dev.eddy.app;

import dev.eddy.event.Spelling;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Every setting there is, read from `reference.properties`, where each has its default and its
/// explanation. The documentation is generated from here.
final class SettingsReference {

  private static final String RESOURCE = "/reference.properties";

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /// One setting.
  ///
  /// @param key its name
  /// @param defaultValue its default
  /// @param section the section it stands in, with the section's explanation
  /// @param text what it means
  record Entry(String key, String defaultValue, String section, String text) {

    /// Returns the environment variable that sets it.
    String variable() {
      return SettingsReference.variable(key);
    }
  }

  /// Returns the environment variable of a setting.
  static String variable(String key) {
    return "EDDY_" + key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  private SettingsReference() {}

  static SettingsReference load() {
    SettingsReference reference = new SettingsReference();
    try (InputStream in = SettingsReference.class.getResourceAsStream(RESOURCE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String section = "";
      List<String> text = new ArrayList<>();
      for (String line; (line = reader.readLine()) != null; ) {
        if (line.startsWith("## ")) {
          section = line.substring(3);
        } else if (line.startsWith("# ")) {
          text.add(line.substring(2));
        } else if (line.isBlank()) {
          text.clear();
        } else {
          String[] pair = line.split("=", 2);
          reference.entries.put(
              pair[0], new Entry(pair[0], pair[1], section, String.join(" ", text)));
          text.clear();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reference;
  }

  Iterable<Entry> entries() {
    return entries.values();
  }

  boolean contains(String key) {
    return entries.containsKey(key);
  }

  Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    entries.forEach((key, entry) -> defaults.put(key, entry.defaultValue()));
    return defaults;
  }

  /// Returns the known key that looks most like an unknown one, for an error message.
  String closestTo(String unknown) {
    return Spelling.closest(unknown, entries.keySet());
  }

  /// Returns the page `docs/configuration.md`.
  String toMarkdown() {
    StringBuilder page = new StringBuilder();
    page.append("# Configuration\n\n");
    page.append(
        """
        Settings come from a properties file (`--config FILE`), from environment variables, which override
        the file, and from options of a command, which override both. `eddy config` prints what is in
        force. Keys that start with `kafka.` go to Kafka Streams and its clients as they are, without the
        prefix: `kafka.security.protocol=SASL_SSL`, or `EDDY_KAFKA_SECURITY_PROTOCOL` in the environment.
        An unknown key is an error.

        This page is generated from `reference.properties`.
        """);
    String section = "";
    for (Entry entry : entries.values()) {
      if (!entry.section.equals(section)) {
        section = entry.section;
        String[] parts = section.split(": ", 2);
        page.append("\n## ").append(parts[0]).append("\n\n");
        page.append(Character.toUpperCase(parts[1].charAt(0))).append(parts[1].substring(1));
        page.append(".\n\n| key | default | meaning | variable |\n|---|---|---|---|\n");
      }
      page.append(
          "| `%s` | `%s` | %s | `%s` |%n"
              .formatted(
                  entry.key,
                  entry.defaultValue.isEmpty() ? " " : entry.defaultValue,
                  entry.text,
                  entry.variable()));
    }
    return page.toString();
  }
}
