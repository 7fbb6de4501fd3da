package dev.eddy.factorization;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What the model knows of a user. One thread, the owner, changes it; any thread may copy it.
///
/// Reading is optimistic (a sequence lock): a reader copies, and copies again if the owner wrote
/// meanwhile. So queries never hold the learner up and never see half a row.
public final class UserRow {

  /// The window of a user who has moved items in none.
  public static final long NO_WINDOW = Long.MIN_VALUE;

  private static final float[] NOTHING = {};
  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(UserRow.class, "version", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private float[] values;
  private int count;
  private double influence;

  /// When the window of event time began in which the user moved items last, and how far in it.
  private long windowMs = NO_WINDOW;

  private double movedInWindow;

  /// Odd while the owner writes. Accessed through the handle only.
  @SuppressWarnings("UnusedVariable")
  private int version;

  /// Creates a row.
  ///
  /// @param values the model's parameters; the row keeps the array
  /// @param count how many ratings of the user stand
  /// @param influence how far the user has moved items in total, the sum of step lengths
  public UserRow(float[] values, int count, double influence) {
    this.values = values;
    this.count = count;
    this.influence = influence;
  }

  /// Returns the row of a user who is not admitted yet: ratings are counted, nothing is learned.
  static UserRow waiting() {
    return new UserRow(NOTHING, 0, 0);
  }

  /// A copy of a row at one moment.
  ///
  /// @param values the model's parameters; none while the user is not admitted
  /// @param count how many ratings of the user stand
  /// @param influence how far the user has moved items in total
  public record Snapshot(float[] values, int count, double influence) {

    /// Returns whether the user is not admitted, so that the row is where a newcomer starts.
    public boolean isWaiting() {
      return values.length == 0;
    }
  }

  /// Returns whether the user is not admitted; owner only.
  public boolean isWaiting() {
    return values.length == 0;
  }

  /// Admits the user: from here on the row is learned.
  ///
  /// @param start where it starts; the row keeps the array
  void admit(float[] start) {
    beginChange();
    values = start;
    endChange();
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
  void beginChange() {
    VERSION.setOpaque(this, (int) VERSION.getOpaque(this) + 1);
    VarHandle.storeStoreFence();
  }

  /// Closes a change and shows it to readers; owner only.
  void endChange() {
    VERSION.setRelease(this, (int) VERSION.getOpaque(this) + 1);
  }

  /// Returns the parameters themselves; owner only. They are changed in this package, between
  /// begin and end.
  public float[] values() {
    return values;
  }

  void addCount(int by) {
    count += by;
  }

  void addInfluence(double by) {
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
