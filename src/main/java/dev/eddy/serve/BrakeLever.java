package dev.eddy.serve;

/// Holds the brakes that are in force on this instance. Any thread may use it.
final class BrakeLever {

  private volatile Brakes brakes;

  /// Starts with what the settings say.
  BrakeLever(Brakes brakes) {
    this.brakes = brakes;
  }

  Brakes get() {
    return brakes;
  }

  void set(Brakes next) {
    brakes = next;
  }
}
