package dev.eddy.factorization.model;

import java.util.Locale;

/// Where the row of a new user or a new item starts. Every start adds a little noise.
public enum ColdStart {
  /// At the mean of what rows of its kind were after their first rating. A mean over all ratings
  /// would be that of the busy and the popular, which newcomers are not.
  MEAN {
    @Override
    public boolean follows(int ratings) {
      return ratings == 1;
    }
  },
  /// At an average taste: the mean of warm rows, each counted as often as it is rated; for users,
  /// if one is named, the row of that typical user.
  AVERAGE_TASTE {
    @Override
    public boolean follows(int ratings) {
      return ratings >= WARM;
    }
  },
  /// At the mean, plus what a linear model of its features adds, learned from rows that are warm;
  /// without features the same as the mean.
  METADATA {
    @Override
    public boolean follows(int ratings) {
      return ratings == 1;
    }
  },
  /// At zero.
  ZERO {
    @Override
    public boolean follows(int ratings) {
      return false;
    }
  };

  private static final int WARM = 20;

  /// Returns the name as settings and answers write it.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Returns whether a row with so many ratings tells where new rows start.
  public abstract boolean follows(int ratings);
}
