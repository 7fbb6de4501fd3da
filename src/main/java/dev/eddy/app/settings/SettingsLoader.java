package dev.eddy.app.settings;

import dev.eddy.choice.Rank;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.event.EventSettings;
import dev.eddy.event.Spelling;
import dev.eddy.event.TimestampRule;
import dev.eddy.factorization.model.AdmissionSettings;
import dev.eddy.factorization.model.ColdStart;
import dev.eddy.factorization.model.ColdStartSettings;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Link;
import dev.eddy.factorization.model.Loss;
import dev.eddy.factorization.model.ModelKind;
import dev.eddy.factorization.model.NetworkSettings;
import dev.eddy.factorization.model.SessionBiasSettings;
import dev.eddy.http.jetty.Limits;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.lists.Brake;
import dev.eddy.lists.Brakes;
import dev.eddy.serve.ServeSettings;
import dev.eddy.serve.access.AccessSettings;
import dev.eddy.serve.access.JwtSettings;
import dev.eddy.serve.access.TlsSettings;
import dev.eddy.serve.limit.LimitSettings;
import dev.eddy.stream.StreamSettings;
import dev.eddy.stream.record.TopicNames;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// Composes the settings from the reference, a file, the environment and the command line.
public final class SettingsLoader {

  static final String KAFKA = "kafka.";
  private static final String VARIABLE = "EDDY_";
  private static final String KAFKA_VARIABLE = "EDDY_KAFKA_";

  /// Variables that are no settings: of the script, of the log's levels, of tests and measurements.
  private static final Set<String> OTHER_VARIABLES =
      Set.of("EDDY_JAVA_OPTS", "EDDY_LOG_LEVEL", "EDDY_KAFKA_LOG_LEVEL", "EDDY_DATA", "EDDY_HEAP");

  private final SettingsReference reference = SettingsReference.load();
  private final Map<String, String> environment;

  public SettingsLoader(Map<String, String> environment) {
    this.environment = environment;
  }

  /// Loads and checks.
  ///
  /// @param defaults what a command sets unless the user does
  /// @param file a properties file, or null
  /// @param overrides what the command line sets
  /// @throws UsageException naming the key, its value and what is allowed
  public Settings load(Map<String, String> defaults, Path file, Map<String, String> overrides) {
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
      SettingValues values = new SettingValues(config);
      return compose(
          values, ChallengerSettings.of(values, own -> compose(own, Optional.empty()).inShadow()));
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
      if (ChallengerKeys.isOne(key, reference)) {
        ChallengerKeys.check(key, reference, where);
      } else if (!reference.contains(key) && !key.startsWith(KAFKA)) {
        throw new UsageException(
            where + "unknown setting " + key + "; did you mean " + reference.closestTo(key) + "?");
      }
    }
  }

  private static void checkNotGone(String key, String where) {
    String instead = GoneSettings.ADVICE.get(key);
    if (instead != null) {
      throw new UsageException(where + "the setting " + key + " no longer exists: " + instead);
    }
  }

  private Map<String, String> fromEnvironment() {
    Map<String, String> values = new HashMap<>();
    for (String key : GoneSettings.ADVICE.keySet()) {
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
    values.putAll(ChallengerKeys.from(environment, reference));
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(KAFKA_VARIABLE)) {
            String key = name.substring(KAFKA_VARIABLE.length()).toLowerCase(Locale.ROOT);
            values.put(KAFKA + key.replace('_', '.'), value);
          } else if (name.startsWith(VARIABLE)) {
            checkKnownVariable(name);
          }
        });
    return values;
  }

  private Settings compose(SettingValues v, Optional<ChallengerSettings> challenger) {
    EventSettings events =
        new EventSettings(
            v.decimal("events.scale-min"),
            v.decimal("events.scale-max"),
            (int) v.whole("events.max-record-bytes", Integer.MAX_VALUE),
            v.whole("events.max-ahead-ms", Long.MAX_VALUE),
            v.choice("events.timestamps", TimestampRule.class),
            (int) v.whole("events.max-per-user-minute", Integer.MAX_VALUE),
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
            new SessionBiasSettings(
                v.decimal("learning.session-seconds"),
                v.decimal("learning.season-days"),
                v.decimal("learning.season-share"),
                v.decimal("learning.session-caution")),
            new ColdStartSettings(
                v.choice("learning.cold-start", ColdStart.class), v.text("learning.typical-user")),
            new AdmissionSettings(
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
            v.decimal("stream.background-share"),
            false,
            v.kafka());
    DriftSettings drift =
        new DriftSettings(
            v.flag("drift.enabled"),
            v.whole("drift.window-ms", Long.MAX_VALUE),
            v.decimal("drift.control-share"),
            v.flag("drift.log-lists"),
            v.list("drift.group-by"));
    GovernorSettings governor =
        new GovernorSettings(
            v.choice("drift.governor", GovernorSettings.Mode.class),
            GovernorSettings.limits(v.list("drift.governor-limits")),
            v.decimal("drift.governor-step"),
            v.whole("drift.governor-min-exposures", Long.MAX_VALUE));
    governor.check(drift);
    Brakes brakes =
        new Brakes(
            v.decimal("serve.exploration"),
            v.decimal("serve.thompson"),
            v.decimal("serve.popularity-discount"),
            v.decimal("serve.impression-discount"),
            v.decimal("serve.calibration"),
            learning.influenceCap(),
            (int) v.whole("learning.daily-cap", Integer.MAX_VALUE),
            v.decimal("learning.propensity-weights"));
    checkExposures(brakes, drift);
    return new Settings(
        events,
        learning,
        stream,
        v.choice("kernel.choice", KernelChoice.class),
        new ServeSettings(
            v.text("serve.host"),
            (int) v.whole("serve.port", Integer.MAX_VALUE),
            (int) v.whole("serve.operations-port", Integer.MAX_VALUE),
            v.text("serve.advertised"),
            v.list("serve.hosts"),
            v.list("serve.cors-origins"),
            v.whole("serve.max-copy-lag", Long.MAX_VALUE),
            v.whole("serve.slow-ms", Long.MAX_VALUE),
            v.choice("serve.rank", Rank.class),
            brakes,
            new AccessSettings(
                v.text("serve.tokens-file"),
                new JwtSettings(
                    v.text("serve.jwt-issuer"),
                    v.text("serve.jwt-audience"),
                    v.text("serve.jwt-keys"),
                    v.text("serve.jwt-roles-claim"),
                    v.text("serve.jwt-user-claim")),
                v.flag("serve.open"),
                v.text("serve.peer-token-file"),
                v.flag("serve.open-metrics"),
                v.flag("serve.audit")),
            new TlsSettings(
                v.text("serve.tls-certificate"),
                v.text("serve.tls-key"),
                v.text("serve.tls-peer-ca")),
            limits(v)),
        drift,
        governor,
        new ObserveSettings(v.flag("metrics.enabled"), v.choice("log.format", LogFormat.class)),
        Optional.of(v.text("snapshot.dir")).filter(dir -> !dir.isEmpty()).map(Path::of),
        challenger,
        v.all(reference));
  }

  private static LimitSettings limits(SettingValues v) {
    return new LimitSettings(
        v.decimal("serve.client-share"),
        (int) v.whole("serve.max-in-flight", Integer.MAX_VALUE),
        (int) v.whole("serve.max-reads", Integer.MAX_VALUE),
        (int) v.whole("serve.max-writes", Integer.MAX_VALUE),
        (int) v.whole("serve.max-waits", Integer.MAX_VALUE),
        (int) v.whole("serve.max-uploads", Integer.MAX_VALUE),
        (int) v.whole("serve.max-event-streams", Integer.MAX_VALUE),
        (int) v.whole("serve.max-start-delay-ms", Integer.MAX_VALUE),
        (int) v.whole("serve.max-body-bytes", Integer.MAX_VALUE),
        v.whole("serve.max-held-bytes", Long.MAX_VALUE),
        (int) v.whole("serve.max-upload-lines", Integer.MAX_VALUE),
        (int) v.whole("serve.max-writes-per-user-minute", Integer.MAX_VALUE),
        (int) v.whole("serve.max-requests-per-token-second", Integer.MAX_VALUE),
        new Limits(
            (int) v.whole("serve.max-connections", Integer.MAX_VALUE),
            v.decimal("serve.client-share"),
            (int) v.whole("serve.max-head-bytes", Integer.MAX_VALUE),
            Duration.ofMillis(v.whole("serve.head-timeout-ms", Integer.MAX_VALUE)),
            Duration.ofMillis(v.whole("serve.body-timeout-ms", Integer.MAX_VALUE)),
            (int) v.whole("serve.min-body-rate", Integer.MAX_VALUE),
            Duration.ofMillis(v.whole("serve.idle-timeout-ms", Integer.MAX_VALUE)),
            (int) v.whole("serve.max-requests-per-second", Integer.MAX_VALUE)));
  }

  private void checkKnownVariable(String name) {
    if (!reference.variables().contains(name)
        && !OTHER_VARIABLES.contains(name)
        && !ChallengerKeys.isVariable(name, reference)) {
      throw new UsageException(
          "unknown environment variable %s; did you mean %s? Unset it if it is not meant for Eddy"
              .formatted(name, Spelling.closest(name, reference.variables())));
    }
  }

  private static void checkExposures(Brakes brakes, DriftSettings drift) {
    for (Brake brake : Brake.values()) {
      if (brake.needsExposures() && brakes.value(brake) > 0 && !drift.enabled()) {
        throw new IllegalArgumentException(
            "%s is %s, but it goes by what users were shown, and drift.enabled is false. Set it to 0, or drift.enabled=true"
                .formatted(brake.setting(), brakes.value(brake)));
      }
    }
  }

  /// Returns how a choice is written in settings and reports.
  public static String label(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
