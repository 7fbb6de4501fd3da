package dev.eddy.factorization.user;

import dev.eddy.factorization.item.FeatureRows;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// What follows from a user's ratings: the solved bias and vector, and what the latest ratings
/// left unexplained; beside it what the ratings do not tell, how far the user has moved items.
///
/// One thread, the owner, changes it; any thread may copy it. Reading is optimistic (a sequence
/// lock): a reader copies, and copies again if the owner wrote meanwhile. So queries never hold the
/// learner up and never see half a row.
public final class UserRow {

  /// The window of a user who has moved items in none.
  public static final long NO_WINDOW = Long.MIN_VALUE;

  /// Of so many of the latest ratings it is kept what they left unexplained.
  public static final int RECENT = 32;

  private static final float[] UNSOLVED = {};
  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(UserRow.class, "version", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private float[] values = UNSOLVED;
  private int sinceSolved;

  /// Errors and informations of the latest ratings, in turns; grows up to [#RECENT] of each.
  private float[] unexplained = new float[8];

  /// What metadata says of where the user starts; null until it is asked.
  private FeatureRows features;

  private int count;
  private int learned;
  private double influence;

  /// When the window of event time began in which the user moved items last, and how far in it.
  private long windowMs = NO_WINDOW;

  private double movedInWindow;

  /// Odd while the owner writes. Accessed through the handle only.
  @SuppressWarnings("UnusedVariable")
  private int version;

  /// Creates a row that is not solved.
  ///
  /// @param count how many ratings of the user stand
  /// @param influence how far the user has moved items in total, the sum of step lengths
  public UserRow(int count, double influence) {
    this(count, count, influence);
  }

  /// Creates a row that is not solved.
  ///
  /// @param count how many ratings of the user stand
  /// @param learned how many were ever learned, one that was withdrawn and given again twice
  /// @param influence how far the user has moved items in total, the sum of step lengths
  public UserRow(int count, int learned, double influence) {
    this.count = count;
    this.learned = learned;
    this.influence = influence;
  }

  /// A copy of a row at one moment.
  ///
  /// @param values the model's parameters; none while the row is not solved
  /// @param count how many ratings of the user stand
  /// @param influence how far the user has moved items in total
  public record Snapshot(float[] values, int count, double influence) {

    /// Returns whether the row is solved.
    public boolean isSolved() {
      return values.length > 0;
    }
  }

  /// Returns a consistent copy; may be called by any thread.
  public Snapshot snapshot() {
    while (true) {
      int before = (int) VERSION.getAcquire(this);
      if ((before & 1) == 0) {
        Snapshot copy = new Snapshot(values.clone(), count, influence);
        VarHandle.loadLoadFence();
        if ((int) VERSION.getOpaque(this) == before) {
          return copy;
        }
      }
      Thread.onSpinWait();
    }
  }

  /// Opens a change; owner only.
  public void beginChange() {
    VERSION.setOpaque(this, (int) VERSION.getOpaque(this) + 1);
    assert isChanging() : "a change began within another";
    VarHandle.storeStoreFence();
  }

  /// Closes a change and shows it to readers; owner only.
  public void endChange() {
    VERSION.setRelease(this, (int) VERSION.getOpaque(this) + 1);
    assert !isChanging() : "a change ended that had not begun";
  }

  private boolean isChanging() {
    return ((int) VERSION.getOpaque(this) & 1) != 0;
  }

  /// Closes a change that failed, if one is open; owner only. What was half changed is shown to
  /// nobody: the row is not solved then.
  public void abandonChange() {
    if (isChanging()) {
      values = UNSOLVED;
      endChange();
    }
  }

  /// Returns whether the row is solved, so that there are parameters; owner only.
  public boolean isSolved() {
    return values.length > 0;
  }

  /// Returns the parameters themselves; owner only. They are changed between begin and end.
  public float[] values() {
    return values;
  }

  /// Takes parameters over that include all ratings; owner only.
  ///
  /// @param newValues the row keeps the array
  void setValues(float[] newValues) {
    beginChange();
    values = newValues;
    sinceSolved = 0;
    endChange();
  }

  /// Forgets what was solved: the ratings no longer say so; owner only.
  public void unsolve() {
    beginChange();
    values = UNSOLVED;
    endChange();
  }

  /// Notes that the row fits all ratings as well as it can; owner only.
  void solved() {
    sinceSolved = 0;
  }

  /// Notes that a rating moved the row by a step; owner only.
  void stepped() {
    sinceSolved++;
  }

  /// Returns by how many ratings the row was moved since it was solved; owner only.
  int sinceSolved() {
    return sinceSolved;
  }

  /// Keeps what a rating left unexplained; owner only.
  ///
  /// @param place of the rating in the history
  public void leave(int place, float error, float information) {
    int at = 2 * (place % RECENT);
    if (at >= unexplained.length) {
      unexplained = Arrays.copyOf(unexplained, Math.min(2 * RECENT, Math.max(2 * at, 8)));
    }
    unexplained[at] = error;
    unexplained[at + 1] = information;
  }

  /// Forgets what ratings left unexplained; owner only.
  void leaveNothing() {
    Arrays.fill(unexplained, 0);
  }

  /// Returns what a rating left unexplained, of the latest [#RECENT]; owner only.
  float error(int place) {
    int at = 2 * (place % RECENT);
    return at < unexplained.length ? unexplained[at] : 0;
  }

  /// Returns how much a rating tells, of the latest [#RECENT]; owner only.
  float information(int place) {
    int at = 2 * (place % RECENT) + 1;
    return at < unexplained.length ? unexplained[at] : 0;
  }

  /// Has it asked again where the user starts; owner only.
  public void forgetStart() {
    features = null;
  }

  public FeatureRows features() {
    return features;
  }

  /// Sets what metadata says of where the user starts; owner only.
  public void setFeatures(FeatureRows newFeatures) {
    features = newFeatures;
  }

  public void addCount(int by) {
    count += by;
  }

  /// Notes that ratings were learned that did not stand before; owner only.
  public void addLearned(int by) {
    learned += by;
  }

  /// Returns how many ratings of the user were ever learned, whether they stand or not; owner only.
  public int learned() {
    return learned;
  }

  public void addInfluence(double by) {
    influence += by;
  }

  /// Returns how far the user has moved items in total; owner only.
  public double influence() {
    return influence;
  }

  /// Notes how far the user has moved items in a window of event time; owner only.
  ///
  /// @param startMs when the window began, or [#NO_WINDOW]
  /// @param moved how far in it
  public void movedInWindow(long startMs, double moved) {
    windowMs = startMs;
    movedInWindow = moved;
  }

  /// Returns when the window began in which the user moved items last, or [#NO_WINDOW]; owner only.
  public long windowMs() {
    return windowMs;
  }

  /// Returns how far the user has moved items in that window; owner only.
  public double movedInWindow() {
    return movedInWindow;
  }

  /// Returns how many ratings of the user stand; owner only.
  public int count() {
    return count;
  }
}
