package dev.eddy.simulate.people;

import dev.eddy.simulate.World;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Somebody in a world: who they are, and what they have had and seen so far.
public final class Person {

  /// Who somebody is.
  public enum Role {
    /// One of those for whom the lists are made.
    ORDINARY,
    /// Ten times as active, and after one kind of item only.
    ENTHUSIAST,
    /// An account that was made to push or to bury one item.
    CAMPAIGNER
  }

  /// So many of the latest choices make somebody tired of their genres.
  private static final int RECENT = 10;

  /// Stars off for what has the genres of all recent choices.
  private static final double BORED = 0.75;

  /// Stars off each time that something was shown and not chosen.
  private static final double SEEN = 0.15;

  private static final int MOST_SEEN = 6;

  private final int number;
  private final Role role;
  private final double visits;
  private final IntOpenHashSet had = new IntOpenHashSet();
  private final Int2IntOpenHashMap seen = new Int2IntOpenHashMap();
  private final Deque<List<String>> recent = new ArrayDeque<>();
  private int inVain;

  /// Creates somebody who has done nothing yet.
  ///
  /// @param number of the user in the world
  /// @param visits how many visits a round, in the mean
  Person(int number, Role role, double visits) {
    this.number = number;
    this.role = role;
    this.visits = visits;
  }

  /// Returns the number of the user in the world.
  public int number() {
    return number;
  }

  /// Returns the id.
  public String id() {
    return World.userId(number);
  }

  /// Returns who it is.
  public Role role() {
    return role;
  }

  double visits() {
    return visits;
  }

  /// Returns what they have chosen; nobody chooses an item twice.
  IntSet had() {
    return had;
  }

  /// Returns how many looks at lists running were in vain.
  int inVain() {
    return inVain;
  }

  /// Returns by how many stars an item appeals less because of what was lately chosen and shown.
  double weariness(int item, List<String> genres) {
    double alike = 0;
    for (List<String> chosen : recent) {
      alike += chosen.stream().anyMatch(genres::contains) ? 1 : 0;
    }
    return BORED * alike / RECENT + SEEN * Math.min(seen.get(item), MOST_SEEN);
  }

  void chose(int item, List<String> genres) {
    had.add(item);
    recent.addLast(genres);
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
  }

  /// Notes a look at a list.
  ///
  /// @param looked at how many of its items
  void looked(List<Integer> list, int looked, boolean found) {
    for (int place = 0; place < looked; place++) {
      seen.addTo(list.get(place), 1);
    }
    inVain = found ? 0 : inVain + 1;
  }
}
