package dev.eddy.factorization;

import dev.eddy.factorization.user.History;

/// Events of one user's history.
public final class SomeEvents {

  private SomeEvents() {}

  public static History.Entry rated(int item, double rating, long time, long offset) {
    return new History.Entry(item, true, (float) rating, 1, time, offset);
  }

  public static History.Entry withdrawn(int item, long time, long offset) {
    return new History.Entry(item, false, 0, 0, time, offset);
  }
}
