package dev.eddy.app.settings;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A second model that learns beside the one that serves.
///
/// @param settings all of them as they are for it: those of the instance, with another generation
///     and what is set under `challenger.`
/// @param maxBehind how many records of the ratings it may be behind when it is promoted
/// @param switchOver when it is promoted without an operator
/// @param share which part of the users it serves, 0 to [#MOST_SHARE]
public record ChallengerSettings(
    Settings settings, long maxBehind, SwitchOver switchOver, double share) {

  /// The model that serves has at least as many users as its challenger.
  static final double MOST_SHARE = 0.5;

  /// When a challenger is promoted without an operator.
  public enum SwitchOver {
    /// Never.
    BY_HAND,
    /// Once it is at most [ChallengerSettings#maxBehind] records behind.
    CAUGHT_UP,
    /// Once it has, and predicts better.
    BETTER
  }

  /// Returns what the settings of an instance say of a challenger; empty where there is none.
  ///
  /// @param compose makes settings of values
  /// @throws IllegalArgumentException naming the setting, its value and what is allowed
  static Optional<ChallengerSettings> of(
      SettingValues values, Function<SettingValues, Settings> compose) {
    long generation = values.whole("challenger.generation", Integer.MAX_VALUE);
    double share = values.decimal("challenger.share");
    if (!(share >= 0 && share <= MOST_SHARE)) {
      throw new IllegalArgumentException(
          "challenger.share is %s, but must be from 0, for nobody, to %s"
              .formatted(share, MOST_SHARE));
    }
    if (generation == 0) {
      if (share > 0) {
        throw new IllegalArgumentException(
            "challenger.share is %s, but there is no challenger; set challenger.generation, or 0"
                .formatted(share));
      }
      return Optional.empty();
    }
    if (generation < 0 || generation == values.whole("stream.generation", Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          ("challenger.generation is %d, but must be 0 for none, or above 0 and another one than"
                  + " stream.generation")
              .formatted(generation));
    }
    long maxBehind = values.whole("challenger.max-behind", Long.MAX_VALUE);
    if (maxBehind < 0) {
      throw new IllegalArgumentException(
          "challenger.max-behind is %d, but must be at least 0".formatted(maxBehind));
    }
    SwitchOver switchOver = values.choice("challenger.switch-over", SwitchOver.class);
    Settings settings;
    try {
      settings = compose.apply(overlaid(values, generation));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("of the challenger: " + e.getMessage(), e);
    }
    boolean isRepartitioned = values.flag("stream.repartition") || settings.stream().repartition();
    if (switchOver == SwitchOver.BETTER && isRepartitioned) {
      throw new IllegalArgumentException(
          "challenger.switch-over is better, but two models cannot be compared where ratings are"
              + " repartitioned (stream.repartition); set caught-up or by-hand");
    }
    if (share > 0 && isRepartitioned) {
      throw new IllegalArgumentException(
          "challenger.share is %s, but must be 0 where ratings are repartitioned (stream.repartition): what a write returns for the one model means nothing to the other"
              .formatted(share));
    }
    if (share > 0 && !values.flag("drift.enabled")) {
      throw new IllegalArgumentException(
          "challenger.share is %s, but drift.enabled is false, so nothing would tell what it does; set it to 0, or drift.enabled=true"
              .formatted(share));
    }
    return Optional.of(new ChallengerSettings(settings, maxBehind, switchOver, share));
  }

  private static SettingValues overlaid(SettingValues values, long generation) {
    Map<String, String> own = new HashMap<>(values.under(""));
    own.putAll(values.under(ChallengerKeys.PREFIX));
    own.put("stream.generation", Long.toString(generation));
    return new SettingValues(
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(own, "challenger", 100))
            .build());
  }
}
