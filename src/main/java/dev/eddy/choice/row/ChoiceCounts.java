package dev.eddy.choice.row;

/// How often one item was chosen, now and lately, and how it was rated. Everything in it is a sum
/// over events, so counts of several partitions add up. One thread changes it.
public sealed class ChoiceCounts permits ChoiceItem {

  /// How many half-lives there are by which counts fade: of 100, 1,000, 10,000 and 100,000 units of
  /// the clock.
  public static final int HALF_LIVES = HalfLives.SIZE;

  /// When an item was born that nobody has chosen.
  public static final long UNBORN = Long.MAX_VALUE;

  /// What a choice without backing counts, where there is none with backing to each.
  private static final double UNBACKED = 0.02;

  /// So many ratings of the mean of all are added to an item's own.
  private static final double MEAN_SHRINKAGE = 5;

  private long bornMs = UNBORN;
  private double count;
  private double backed;
  private double rated;
  private double residual;
  private double clock;

  /// How often it was chosen lately, by half-lives, and after that the same of what is backed.
  private final float[] fading = new float[2 * HALF_LIVES];

  /// The square root of the count, of which each neighbour's weight asks.
  private float root;

  /// What part of the choices counts, see [#evidence].
  private float evidence = 1;

  /// Creates the counts of an item that nobody has chosen.
  ChoiceCounts() {}

  /// Returns a copy, not changed by what happens to this later.
  ChoiceCounts copyCounts() {
    ChoiceCounts copy = new ChoiceCounts();
    copy.takeOver(this);
    return copy;
  }

  /// Becomes the same as other counts.
  final void takeOver(ChoiceCounts other) {
    bornMs = other.bornMs;
    count = other.count;
    backed = other.backed;
    rated = other.rated;
    residual = other.residual;
    clock = other.clock;
    System.arraycopy(other.fading, 0, fading, 0, fading.length);
    root = other.root;
    evidence = other.evidence;
  }

  /// Counts a choice.
  ///
  /// @param worth how much it counts; negative for what counts against
  /// @param backing from 0, if it is by somebody who had chosen nothing before, to 1
  /// @param now the clock
  final void choose(double worth, double backing, double now, long timeMs) {
    bornMs = Math.min(bornMs, timeMs);
    fadeTo(now);
    for (int which = 0; which < HALF_LIVES; which++) {
      fading[which] += (float) worth;
      fading[HALF_LIVES + which] += (float) (backing * worth);
    }
    setCount(count + worth, backed + backing * worth);
  }

  /// Takes a choice back; what fades is left to fade.
  ///
  /// @param backing what part of it is taken for backed
  final void takeBack(double worth, double backing) {
    setCount(count - worth, backed - backing * worth);
  }

  /// Returns what part of the choices is backed, 0 to 1.
  final double backedShare() {
    return count == 0 ? 0 : Math.clamp(backed / count, 0, 1);
  }

  /// Counts ratings.
  ///
  /// @param ratings by how many there are more, of which some may count in part
  /// @param by how much the sum of ratings less the mean of all changes
  final void rate(double ratings, double by) {
    rated += ratings;
    residual += by;
  }

  /// Adds what changed of the counts.
  final void addCounts(ChoiceDelta delta) {
    bornMs = Math.min(bornMs, delta.bornMs());
    fadeTo(delta.clock());
    float[] faded = delta.fading().clone();
    HalfLives.fade(clock - delta.clock(), faded);
    for (int which = 0; which < fading.length; which++) {
      fading[which] += faded[which];
    }
    rated += delta.rated();
    residual += delta.residual();
    setCount(count + delta.count(), backed + delta.backed());
  }

  /// Returns these counts as a change of nothing.
  ///
  /// @param neighbours items whose weights changed, owned by the delta from now on
  /// @param changes by how much
  final ChoiceDelta toDelta(int partition, long sequence, int[] neighbours, float[] changes) {
    return new ChoiceDelta(
        partition,
        sequence,
        bornMs,
        count,
        backed,
        rated,
        residual,
        clock,
        fading.clone(),
        neighbours,
        changes);
  }

  private void setCount(double newCount, double newBacked) {
    count = newCount;
    backed = newBacked;
    root = (float) Math.sqrt(Math.max(0, newCount));
    evidence = newCount <= 0 ? 1 : (float) (counting(newCount, newBacked) / newCount);
  }

  /// Returns how many of so many choices count.
  private static double counting(double all, double backed) {
    return Math.min(all, 2 * Math.max(0, backed) + UNBACKED * all);
  }

  private void fadeTo(double now) {
    if (now > clock) {
      HalfLives.fade(now - clock, fading);
      clock = now;
    }
  }

  /// Returns what part of the choices counts, above 0 and at most 1: all of them, but where most
  /// are by users who had chosen next to nothing before. Accounts are made easily: ten that choose
  /// the same item and nothing else are no evidence that anybody wants it.
  float evidence() {
    return evidence;
  }

  /// Returns how often it was chosen, by worth.
  public double count() {
    return Math.max(0, count);
  }

  /// Returns how often it was chosen, by worth, as far as there is [#evidence] that it is wanted.
  public double evidentCount() {
    return evidence * count();
  }

  /// Returns the square root of the count.
  float root() {
    return root;
  }

  /// Returns how many ratings of it stand.
  public double rated() {
    return rated;
  }

  /// Returns by how much its ratings lie above the mean of all; the less for few.
  public double residual() {
    return evidence * residual / (evidence * Math.max(0, rated) + MEAN_SHRINKAGE);
  }

  /// Returns event time of the first choice, or [#UNBORN].
  public long bornMs() {
    return bornMs;
  }

  /// Returns how often it was chosen lately, by each half-life, as far as there is [#evidence].
  ///
  /// @param now the clock
  /// @param counts receives them, the shortest half-life first
  public void fading(double now, float[] counts) {
    float[] faded = fading.clone();
    HalfLives.fade(now - clock, faded);
    for (int which = 0; which < HALF_LIVES; which++) {
      counts[which] = (float) counting(faded[which], faded[HALF_LIVES + which]);
    }
  }
}
