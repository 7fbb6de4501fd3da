package dev.eddy.simulate.loop;

import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.lists.Brake;
import dev.eddy.lists.Brakes;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What holds a simulated loop: brakes, in force from its beginning on, and a governor that may
/// move them.
///
/// @param values brakes that are not off
/// @param governor what it may do
public record LoopBrakes(Map<Brake, Double> values, GovernorSettings governor) {

  /// No brakes, and no governor.
  public static final LoopBrakes NONE = new LoopBrakes(Map.of(), GovernorSettings.OFF);

  /// Checks every value, and that none works against another.
  ///
  /// @throws IllegalArgumentException naming the brake and what is allowed
  public LoopBrakes {
    Map<Brake, Double> copy = new EnumMap<>(Brake.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
    var _ = brakes(values);
  }

  private static Brakes brakes(Map<Brake, Double> values) {
    Brakes brakes = Brakes.NONE;
    for (Map.Entry<Brake, Double> entry : values.entrySet()) {
      brakes = brakes.with(entry.getKey(), entry.getValue());
    }
    return brakes;
  }

  /// Reads brakes, of which no governor moves any.
  ///
  /// @param texts each `name=value`
  /// @throws IllegalArgumentException saying what is wrong, and what is allowed
  public static LoopBrakes parse(List<String> texts) {
    Map<Brake, Double> values = new EnumMap<>(Brake.class);
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "'%s' must have the form NAME=VALUE, such as exploration=0.1".formatted(text));
      }
      Brake brake = Brake.of(text.substring(0, equals).strip());
      if (values.put(brake, number(brake, text.substring(equals + 1).strip())) != null) {
        throw new IllegalArgumentException(
            "'%s' is given twice, and a brake has one value".formatted(brake.label()));
      }
    }
    return new LoopBrakes(values, GovernorSettings.OFF);
  }

  private static double number(Brake brake, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s is '%s', which is not a number".formatted(brake.label(), text), e);
    }
  }

  /// Returns the same with a governor.
  public LoopBrakes governedBy(GovernorSettings settings) {
    return new LoopBrakes(values, settings);
  }

  /// Returns the brakes as they are at the beginning.
  public Brakes brakes() {
    return brakes(values);
  }
}
