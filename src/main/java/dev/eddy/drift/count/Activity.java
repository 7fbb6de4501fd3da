package dev.eddy.drift.count;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// How many users have how many ratings, since the beginning. Not safe for use by several threads.
///
/// Where a user is one of a group, groups are of one number of ratings below 16, and of an eighth
/// of an octave above: fine enough to be put together to tenths of all users, whatever their
/// activity will have become.
public final class Activity {

  /// Below this, a group is of one number of ratings.
  private static final int EXACT = 16;

  private static final int GROUPS_AN_OCTAVE = 8;
  private static final int OCTAVE_OF_EXACT = 4;
  private static final int BITS_OF_GROUPS = 3;

  private final NavigableMap<Integer, Long> users = new TreeMap<>();

  /// Creates an account of no users.
  public Activity() {}

  /// Returns the group of a user with so many ratings.
  public static int group(int ratings) {
    if (ratings < EXACT) {
      return Math.max(0, ratings);
    }
    int octave = 31 - Integer.numberOfLeadingZeros(ratings);
    int part = (ratings >> (octave - BITS_OF_GROUPS)) % GROUPS_AN_OCTAVE;
    return EXACT + GROUPS_AN_OCTAVE * (octave - OCTAVE_OF_EXACT) + part;
  }

  /// Returns the fewest ratings of a group's users.
  public static int fewest(int group) {
    if (group < EXACT) {
      return group;
    }
    int octave = OCTAVE_OF_EXACT + (group - EXACT) / GROUPS_AN_OCTAVE;
    int part = (group - EXACT) % GROUPS_AN_OCTAVE;
    return (GROUPS_AN_OCTAVE + part) << (octave - BITS_OF_GROUPS);
  }

  /// Takes over by how many more users have a number of ratings.
  public void add(Map<Integer, Long> changes) {
    changes.forEach(
        (ratings, more) -> {
          if (users.merge(ratings, more, Long::sum) == 0) {
            users.remove(ratings);
          }
        });
  }

  /// Returns how many users have a number of ratings, by that number.
  public NavigableMap<Integer, Long> users() {
    return Collections.unmodifiableNavigableMap(users);
  }

  /// Returns which tenth of all users with ratings a group is in, by its middle: 0 the least active
  /// to 9 the most active.
  int tenth(int group) {
    double below = sum(users.headMap(fewest(group), false));
    double inGroup = sum(users.subMap(fewest(group), true, fewest(group + 1), false));
    double all = sum(users);
    return all == 0 ? 0 : (int) Math.min(9, 10 * (below + inGroup / 2) / all);
  }

  private static double sum(Map<Integer, Long> part) {
    return part.values().stream().mapToDouble(number -> number).sum();
  }
}
