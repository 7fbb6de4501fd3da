package dev.eddy.serve;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// Holds the brakes that are in force on this instance. Any thread may use it.
final class BrakeLever {

  private final AtomicReference<Brakes> brakes;

  /// Starts with what the settings say.
  BrakeLever(Brakes brakes) {
    this.brakes = new AtomicReference<>(brakes);
  }

  Brakes get() {
    return brakes.get();
  }

  /// Changes them and returns what is in force then; of two changes at a time none is lost.
  Brakes change(UnaryOperator<Brakes> change) {
    return brakes.updateAndGet(change);
  }
}
