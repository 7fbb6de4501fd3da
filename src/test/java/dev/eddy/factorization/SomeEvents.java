package dev.eddy.factorization;

/// Events of one user's history.
final class SomeEvents {

  private SomeEvents() {}

  static History.Entry rated(int item, double rating, long time, long offset) {
    return new History.Entry(item, true, (float) rating, 1, time, offset);
  }

  static History.Entry withdrawn(int item, long time, long offset) {
    return new History.Entry(item, false, 0, 0, time, offset);
  }
}
