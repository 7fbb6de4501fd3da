package dev.eddy.app;

import dev.eddy.choice.Rank;
import dev.eddy.drift.DriftSettings;
import dev.eddy.event.EventSettings;
import dev.eddy.event.Kinds;
import dev.eddy.event.TimestampRule;
import dev.eddy.factorization.ColdStart;
import dev.eddy.factorization.ColdStartSettings;
import dev.eddy.factorization.LearningSettings;
import dev.eddy.factorization.Link;
import dev.eddy.factorization.Loss;
import dev.eddy.factorization.ModelKind;
import dev.eddy.factorization.MomentSettings;
import dev.eddy.factorization.NetworkSettings;
import dev.eddy.factorization.TenureSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.serve.Brakes;
import dev.eddy.serve.ServeSettings;
import dev.eddy.stream.StreamSettings;
import dev.eddy.stream.TopicNames;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Composes the settings from the reference, a file, the environment and the command line.
final class SettingsLoader {

  private static final String KAFKA = "kafka.";
  private static final String KAFKA_VARIABLE = "EDDY_KAFKA_";

  private static final String NO_REHEARSAL =
      "ratings are no longer rehearsed, users are solved from their histories; leave it out";

  /// Settings there once were, and what to do instead.
  private static final Map<String, String> GONE =
      Map.of(
          "learning.rehearsal-steps", NO_REHEARSAL,
          "learning.rehearsal-yield", NO_REHEARSAL,
          "learning.rehearsal-rate", NO_REHEARSAL,
          "learning.rehearsal-bias-rate", NO_REHEARSAL,
          "learning.rehearsal-users",
              "ratings are no longer rehearsed; learning.ratings-per-user bounds what is kept of"
                  + " one user",
          "stream.guarantee",
              "each rating counts exactly once, and nothing else is offered; leave it out",
          "learning.admit-user-after",
              "a user is a history and needs no row to be admitted; leave it out");

  private final SettingsReference reference = SettingsReference.load();
  private final Map<String, String> environment;

  SettingsLoader(Map<String, String> environment) {
    this.environment = environment;
  }

  /// Loads and checks.
  ///
  /// @param defaults what a command sets unless the user does
  /// @param file a properties file, or null
  /// @param overrides what the command line sets
  /// @throws UsageException naming the key, its value and what is allowed
  Settings load(Map<String, String> defaults, Path file, Map<String, String> overrides) {
    Map<String, String> fromFile = file == null ? Map.of() : read(file);
    checkKnown(fromFile.keySet(), file + ": ");
    checkKnown(overrides.keySet(), "");
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(
                new PropertiesConfigSource(reference.defaults(), "reference", 100),
                new PropertiesConfigSource(defaults, "command", 150),
                new PropertiesConfigSource(fromFile, "file", 200),
                new PropertiesConfigSource(fromEnvironment(), "environment", 300),
                new PropertiesConfigSource(overrides, "command line", 400))
            .build();
    try {
      return compose(new Values(config));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "the settings file " + file + " cannot be read: " + e.getMessage(), e);
    }
    Map<String, String> values = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return values;
  }

  private void checkKnown(Set<String> keys, String where) {
    for (String key : keys) {
      checkNotGone(key, where);
      if (!reference.contains(key) && !key.startsWith(KAFKA)) {
        throw new UsageException(
            where + "unknown setting " + key + "; did you mean " + reference.closestTo(key) + "?");
      }
    }
  }

  private static void checkNotGone(String key, String where) {
    String instead = GONE.get(key);
    if (instead != null) {
      throw new UsageException(where + "the setting " + key + " is gone: " + instead);
    }
  }

  private Map<String, String> fromEnvironment() {
    Map<String, String> values = new HashMap<>();
    for (String key : GONE.keySet()) {
      String variable = SettingsReference.variable(key);
      if (environment.containsKey(variable)) {
        checkNotGone(key, variable + ": ");
      }
    }
    for (SettingsReference.Entry entry : reference.entries()) {
      String value = environment.get(entry.variable());
      if (value != null) {
        values.put(entry.key(), value);
      }
    }
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(KAFKA_VARIABLE)) {
            String key = name.substring(KAFKA_VARIABLE.length()).toLowerCase(Locale.ROOT);
            values.put(KAFKA + key.replace('_', '.'), value);
          }
        });
    return values;
  }

  /// What people may look at over somebody's shoulder names no secret.
  private static final Pattern SECRET =
      Pattern.compile("token|passw|passphrase|secret|jaas|\\.key$");

  private Settings compose(Values v) {
    EventSettings events =
        new EventSettings(
            v.decimal("events.scale-min"),
            v.decimal("events.scale-max"),
            (int) v.whole("events.max-record-bytes", Integer.MAX_VALUE),
            v.whole("events.max-ahead-ms", Long.MAX_VALUE),
            v.choice("events.timestamps", TimestampRule.class),
            v.kinds("events.kinds"));
    LearningSettings learning =
        new LearningSettings(
            v.choice("learning.model", ModelKind.class),
            (int) v.whole("learning.factors", Integer.MAX_VALUE),
            new NetworkSettings(
                (int) v.whole("learning.network-user-factors", Integer.MAX_VALUE),
                (int) v.whole("learning.network-item-factors", Integer.MAX_VALUE),
                (int) v.whole("learning.network-hidden", Integer.MAX_VALUE)),
            v.choice("learning.link", Link.class),
            v.choice("learning.loss", Loss.class),
            events.scaleMin(),
            events.scaleMax(),
            v.decimal("learning.link-margin"),
            v.decimal("learning.rating-noise"),
            v.decimal("learning.user-bias-spread"),
            v.decimal("learning.item-bias-spread"),
            v.decimal("learning.user-factor-spread"),
            v.decimal("learning.item-factor-spread"),
            v.decimal("learning.weight-decay"),
            v.decimal("learning.max-precision"),
            new MomentSettings(
                v.decimal("learning.sitting-seconds"),
                v.decimal("learning.season-days"),
                v.decimal("learning.season-share"),
                v.decimal("learning.moment-caution")),
            new ColdStartSettings(
                v.choice("learning.cold-start", ColdStart.class), v.text("learning.typical-user")),
            new TenureSettings(
                (int) v.whole("learning.admit-item-after", Integer.MAX_VALUE),
                (int) v.whole("learning.ratings-per-user", Integer.MAX_VALUE),
                v.decimal("learning.expire-user-after-days"),
                v.decimal("learning.expire-item-after-days")),
            (int) v.whole("learning.influence-cap", Integer.MAX_VALUE),
            v.whole("learning.seed", Long.MAX_VALUE));
    StreamSettings stream =
        new StreamSettings(
            v.text("stream.bootstrap-servers"),
            new TopicNames(
                v.text("stream.namespace"), (int) v.whole("stream.generation", Integer.MAX_VALUE)),
            (int) v.whole("stream.partitions", Integer.MAX_VALUE),
            (int) v.whole("stream.replication", Integer.MAX_VALUE),
            (int) v.whole("stream.threads", Integer.MAX_VALUE),
            v.whole("stream.commit-interval-ms", Long.MAX_VALUE),
            Path.of(v.text("stream.state-dir")),
            v.whole("stream.cache-bytes", Long.MAX_VALUE),
            v.whole("stream.rocksdb-bytes", Long.MAX_VALUE),
            v.flag("stream.repartition"),
            v.flag("stream.choices"),
            v.kafka());
    return new Settings(
        events,
        learning,
        stream,
        v.choice("kernel.choice", KernelChoice.class),
        new ServeSettings(
            v.text("serve.host"),
            (int) v.whole("serve.port", Integer.MAX_VALUE),
            v.text("serve.advertised"),
            v.list("serve.cors-origins"),
            v.whole("serve.max-copy-lag", Long.MAX_VALUE),
            (int) v.whole("serve.max-concurrent", Integer.MAX_VALUE),
            v.whole("serve.slow-ms", Long.MAX_VALUE),
            v.choice("serve.rank", Rank.class),
            new Brakes(
                v.decimal("serve.exploration"),
                v.decimal("serve.thompson"),
                v.decimal("serve.popularity-discount")),
            v.text("serve.admin-token")),
        new DriftSettings(
            v.flag("drift.enabled"),
            v.whole("drift.window-ms", Long.MAX_VALUE),
            v.decimal("drift.control-share"),
            v.flag("drift.log-lists"),
            v.list("drift.group-by")),
        new ObserveSettings(v.flag("metrics.enabled"), v.choice("log.format", LogFormat.class)),
        v.all(reference));
  }

  /// Returns how a choice is written in settings and reports.
  static String label(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Typed reading, with errors that name the key.
  private record Values(SmallRyeConfig config) {

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
        throw new IllegalArgumentException(
            key + " is '" + text + "', it must be a whole number", e);
      }
      throw new IllegalArgumentException(key + " is " + text + ", allowed is at most " + max);
    }

    double decimal(String key) {
      String text = text(key);
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(key + " is '" + text + "', it must be a number", e);
      }
    }

    boolean flag(String key) {
      String text = text(key);
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default ->
            throw new IllegalArgumentException(
                key + " is '" + text + "', it must be true or false");
      };
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
      String text = text(key);
      for (E constant : type.getEnumConstants()) {
        if (label(constant).equals(text.toLowerCase(Locale.ROOT))) {
          return constant;
        }
      }
      String allowed =
          Arrays.stream(type.getEnumConstants())
              .map(SettingsLoader::label)
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(key + " is '" + text + "', allowed are " + allowed);
    }

    Kinds kinds(String key) {
      try {
        return Kinds.parse(text(key));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
      }
    }

    Map<String, String> kafka() {
      Map<String, String> settings = new TreeMap<>();
      for (String name : config.getPropertyNames()) {
        if (name.startsWith(KAFKA)) {
          settings.put(name.substring(KAFKA.length()), text(name));
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
      kafka().forEach((key, value) -> values.put(KAFKA + key, shown(KAFKA + key, value)));
      return values;
    }
  }
}
