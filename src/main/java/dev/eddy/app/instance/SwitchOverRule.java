package dev.eddy.app.instance;

import dev.eddy.app.settings.ChallengerSettings.SwitchOver;
import dev.eddy.challenger.Promotion;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Tells when a challenger is promoted without an operator: once at most, and not after a promotion
/// between the same two generations. One that names another generation decided another contest.
///
/// @param when it is promoted
/// @param first generation of `stream.generation`
/// @param second generation, the challenger
record SwitchOverRule(SwitchOver when, int first, int second) {

  /// Returns whether the challenger is to be promoted now.
  ///
  /// @param latest promotion
  /// @param isAble whether the challenger could serve
  /// @param isBetter whether it could, and predicts better
  boolean isDue(Optional<Promotion> latest, BooleanSupplier isAble, BooleanSupplier isBetter) {
    return latest.filter(this::isDecidedBy).isEmpty()
        && switch (when) {
          case BY_HAND -> false;
          case CAUGHT_UP -> isAble.getAsBoolean();
          case BETTER -> isBetter.getAsBoolean();
        };
  }

  private boolean isDecidedBy(Promotion latest) {
    return latest.generation() != latest.from()
        && Set.of(first, second).equals(Set.of(latest.generation(), latest.from()));
  }
}
