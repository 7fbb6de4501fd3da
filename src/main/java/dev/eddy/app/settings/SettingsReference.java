package dev.eddy.app.settings;

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
import java.util.Set;
import java.util.stream.Collectors;

/// Every setting there is, read from `reference.properties`, where each has its default and its
/// explanation. The documentation is generated from here.
public final class SettingsReference {

  private static final String RESOURCE = "/reference.properties";

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /// One setting.
  ///
  /// @param key its name
  /// @param defaultValue its default
  /// @param section the section it stands in, with the section's explanation
  /// @param text what it means
  public record Entry(String key, String defaultValue, String section, String text) {

    /// Returns the environment variable that sets it.
    public String variable() {
      return SettingsReference.variable(key);
    }
  }

  /// Returns the environment variable of a setting.
  public static String variable(String key) {
    return "EDDY_" + key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  private SettingsReference() {}

  public static SettingsReference load() {
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

  public Iterable<Entry> entries() {
    return entries.values();
  }

  /// Returns the environment variables of all settings.
  Set<String> variables() {
    return entries.values().stream().map(Entry::variable).collect(Collectors.toSet());
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
  public String toMarkdown() {
    StringBuilder page = new StringBuilder();
    page.append("# Configuration\n\n");
    page.append(
        """
        Settings come from a properties file (`--config FILE`), from environment variables and from
        options of a command. Environment variables override the file, and options override both.
        `eddy config` prints the current values. Keys that start with `kafka.` are passed to Kafka
        Streams and its clients, without the prefix: `kafka.security.protocol=SASL_SSL`, or
        `EDDY_KAFKA_SECURITY_PROTOCOL` in the environment. An unknown key is an error, and so is an
        unknown variable that begins with `EDDY_`.

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
