package dev.eddy.choice;

import dev.eddy.factorization.Sequences;
import java.util.Arrays;

/// How often one item was chosen, and what was chosen before it: at most about 1.5 KB of heap.
///
/// Everything in it is a sum over events, so partitions exchange [ChoiceDelta]s. One thread changes
/// it; what is published is a [#copy] that nobody changes.
public final class ChoiceItem {

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

  private final Slots slots;
  private Sequences sequences;

  /// The square root of the count, of which each neighbour's weight asks.
  private float root;

  /// What part of the choices counts, see [#evidence].
  private float evidence = 1;

  /// Creates an item that nobody has chosen.
  public ChoiceItem() {
    this(new Slots(), Sequences.NONE);
  }

  private ChoiceItem(Slots slots, Sequences sequences) {
    this.slots = slots;
    this.sequences = sequences;
  }

  /// Returns an item as it was stored.
  ///
  /// @param whole everything that there is of it, as a change of nothing
  /// @param sequences what it contains of each partition
  public static ChoiceItem stored(ChoiceDelta whole, Sequences sequences) {
    ChoiceItem item = new ChoiceItem(new Slots(), sequences);
    item.add(whole);
    return item;
  }

  /// Returns everything that there is of the item, as a change of nothing: what is to be stored.
  public ChoiceDelta whole() {
    return since(new ChoiceItem(), 0, 0);
  }

  /// Returns a copy, not changed by what happens to this later.
  public ChoiceItem copy() {
    ChoiceItem copy = new ChoiceItem(slots.copy(), sequences);
    copy.bornMs = bornMs;
    copy.count = count;
    copy.backed = backed;
    copy.rated = rated;
    copy.residual = residual;
    copy.clock = clock;
    System.arraycopy(fading, 0, copy.fading, 0, fading.length);
    copy.root = root;
    copy.evidence = evidence;
    return copy;
  }

  /// Counts a choice.
  ///
  /// @param worth how much it counts; negative for what counts against
  /// @param backing from 0, if it is by somebody who had chosen nothing before, to 1
  /// @param now the clock
  void choose(double worth, double backing, double now, long timeMs) {
    bornMs = Math.min(bornMs, timeMs);
    fadeTo(now);
    for (int which = 0; which < HALF_LIVES; which++) {
      fading[which] += (float) worth;
      fading[HALF_LIVES + which] += (float) (backing * worth);
    }
    setCount(count + worth, backed + backing * worth);
  }

  /// Takes a choice back; what fades is left to fade. It is taken for backed as far as the others
  /// are.
  void takeBack(double worth) {
    double share = count == 0 ? 0 : Math.clamp(backed / count, 0, 1);
    setCount(count - worth, backed - share * worth);
  }

  /// Counts ratings.
  ///
  /// @param ratings by how many there are more
  /// @param by how much the sum of ratings less the mean of all changes
  void rate(int ratings, double by) {
    rated += ratings;
    residual += by;
  }

  /// Counts that another item was chosen before this one.
  void after(int item, float weight) {
    slots.add(item, weight);
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

  /// Returns what part of the choices counts, above 0 and at most 1: all of them, but where most
  /// are by users who had chosen next to nothing before. Accounts are made easily: ten that choose
  /// the same item and nothing else are no evidence that anybody wants it.
  float evidence() {
    return evidence;
  }

  private void fadeTo(double now) {
    if (now > clock) {
      HalfLives.fade(now - clock, fading);
      clock = now;
    }
  }

  /// Merges what a partition changed. Every delta counts: each arrives once, and its sequence
  /// number only tells the sender how far its work is contained.
  public void merge(ChoiceDelta delta) {
    add(delta);
    sequences = sequences.with(delta.partition(), delta.sequence());
  }

  /// Adds a change, and does not say so.
  void add(ChoiceDelta delta) {
    bornMs = Math.min(bornMs, delta.bornMs());
    fadeTo(delta.clock());
    float[] faded = delta.fading().clone();
    HalfLives.fade(clock - delta.clock(), faded);
    for (int which = 0; which < fading.length; which++) {
      fading[which] += faded[which];
    }
    rated += delta.rated();
    residual += delta.residual();
    slots.addAll(delta.neighbours(), delta.changes());
    setCount(count + delta.count(), backed + delta.backed());
  }

  /// Returns what changed since a copy was taken.
  ChoiceDelta since(ChoiceItem then, int partition, long sequence) {
    float[] faded = then.fading.clone();
    HalfLives.fade(clock - then.clock, faded);
    for (int which = 0; which < faded.length; which++) {
      faded[which] = fading[which] - faded[which];
    }
    int[] neighbours = new int[slots.size()];
    float[] changes = new float[slots.size()];
    int changed = slots.since(then.slots, neighbours, changes);
    it.unimi.dsi.fastutil.Arrays.quickSort(
        0,
        changed,
        (a, b) -> Float.compare(changes[a], changes[b]),
        (a, b) -> {
          int neighbour = neighbours[a];
          neighbours[a] = neighbours[b];
          neighbours[b] = neighbour;
          float change = changes[a];
          changes[a] = changes[b];
          changes[b] = change;
        });
    return new ChoiceDelta(
        partition,
        sequence,
        bornMs,
        count - then.count,
        backed - then.backed,
        rated - then.rated,
        residual - then.residual,
        clock,
        faded,
        Arrays.copyOf(neighbours, changed),
        Arrays.copyOf(changes, changed));
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

  /// Returns how many neighbours it has.
  public int neighbours() {
    return slots.size();
  }

  /// Returns the neighbour in a place.
  public int neighbour(int place) {
    return slots.item(place);
  }

  /// Returns the weight of the neighbour in a place.
  public float weight(int place) {
    return slots.weight(place);
  }

  /// Returns the weight of a neighbour, 0 where it has no place.
  public float weightOf(int item) {
    return slots.weightOf(item);
  }

  /// Returns what it contains of each partition.
  public Sequences sequences() {
    return sequences;
  }
}
