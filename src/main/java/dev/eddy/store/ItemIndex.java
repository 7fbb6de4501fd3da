package dev.eddy.store;

import dev.eddy.factorization.Direction;
import dev.eddy.factorization.ItemRows;
import dev.eddy.factorization.MergedItem;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.PrincipalAxes;
import dev.eddy.factorization.RowKind;
import dev.eddy.factorization.Sequences;
import dev.eddy.kernel.TopN;
import dev.eddy.kernel.VectorKernels;
import it.unimi.dsi.fastutil.ints.IntArrayFIFOQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/// All items of the model in memory: the merged rows as learners read them, and the same vectors
/// packed into dense segments, ready to be scanned.
///
/// A number belongs to an item for good. A slot among the vectors belongs to it only while it has a
/// row to be scanned: items that are merely named or counted need none, and the slots of those
/// that left are used again.
///
/// Any number of threads number items, read and scan. A scan takes each
/// segment under a sequence lock: it copies nothing, and scans a segment again if a row of it was
/// written meanwhile. It waits only while a segment takes over other axes or another shared row.
public final class ItemIndex implements ItemRows {

  /// Rows in one segment: small enough that a scan of one is seldom disturbed.
  static final int SEGMENT = 1024;

  /// A smaller index is scanned whole.
  private static final int FEWEST_FOR_AXES = 2_000;

  /// Finding axes takes time with the cube of the length; longer vectors are scanned whole.
  private static final int LONGEST_FOR_AXES = 256;

  /// Axes are found anew when items have changed so often, on average. Old ones cost time only.
  private static final long AXES_OUTLIVE = 16;

  /// The axes of so many items are those of all.
  private static final int SAMPLE_FOR_AXES = 10_000;

  private final Model model;
  private final VectorKernels kernels;
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();
  private volatile ItemPage[] pages = new ItemPage[0];
  private volatile Segment[] segments = new Segment[0];
  private final IntArrayFIFOQueue freeSlots = new IntArrayFIFOQueue();
  private int slots;
  private final AtomicInteger size = new AtomicInteger();
  private int numbered;
  private volatile float[] scanShared;
  private PrincipalAxes axes;
  private long axesVersion;

  /// Creates an empty index.
  public ItemIndex(Model model, VectorKernels kernels) {
    this.model = model;
    this.kernels = kernels;
    scanShared = model.newShared();
    number(""); // the shared row takes number 0
  }

  /// Returns the model whose rows these are.
  public Model model() {
    return model;
  }

  @Override
  public int number(String itemId) {
    Integer known = numbers.get(itemId);
    return known != null ? known : giveNumber(itemId);
  }

  private synchronized int giveNumber(String itemId) {
    Integer known = numbers.get(itemId);
    if (known != null) {
      return known;
    }
    int number = numbered++;
    if (number / ItemPage.SIZE == pages.length) {
      ItemPage[] grown = Arrays.copyOf(pages, pages.length + 1);
      grown[pages.length] = new ItemPage();
      pages = grown;
    }
    page(number).setId(number % ItemPage.SIZE, itemId);
    numbers.put(itemId, number);
    return number;
  }

  private ItemPage page(int number) {
    return pages[number / ItemPage.SIZE];
  }

  /// Returns an item's number, or -1 if it was never named or is no item.
  public int find(String itemId) {
    return RowKind.of(itemId) == RowKind.ITEM ? numbers.getOrDefault(itemId, -1) : -1;
  }

  @Override
  public String id(int number) {
    return page(number).id(number % ItemPage.SIZE);
  }

  @Override
  public MergedItem merged(int number) {
    return page(number).merged(number % ItemPage.SIZE);
  }

  @Override
  public MergedItem waiting(int number) {
    return page(number).waiting(number % ItemPage.SIZE);
  }

  /// Returns an item's merged row or, while there is none, the row that it starts at if the
  /// catalog knows it, with a count of 0; else null.
  public MergedItem item(int number) {
    MergedItem merged = merged(number);
    return merged != null ? merged : page(number).start(number % ItemPage.SIZE);
  }

  /// Returns whether a number is that of an item, and not of a row that items share.
  public boolean isItem(int number) {
    return RowKind.of(id(number)) == RowKind.ITEM;
  }

  /// Returns how many ratings of an item stand.
  public int count(int number) {
    MergedItem item = counted(number);
    return item == null ? 0 : item.count();
  }

  /// Returns the account of an item's ratings: its merged row or, while it is not admitted, what
  /// is counted of it; null where that is nothing.
  public MergedItem counted(int number) {
    MergedItem item = merged(number);
    return item != null ? item : waiting(number);
  }

  /// Takes over what was merged of an item: a row, or the count of one that is not admitted.
  /// Where scan vectors depend on the shared row, they follow it with the next [#refresh].
  public synchronized void put(String itemId, MergedItem item) {
    int number = number(itemId);
    ItemPage page = page(number);
    int place = number % ItemPage.SIZE;
    boolean had = page.merged(place) != null;
    if (item.isWaiting()) {
      page.setWaiting(place, item);
      if (had) {
        size.decrementAndGet();
        freeSlot(page, place);
      }
    } else {
      page.setMerged(place, item);
      if (RowKind.of(itemId) == RowKind.ITEM) {
        size.addAndGet(had ? 0 : 1);
        show(number, item);
      }
    }
    version.incrementAndGet();
  }

  /// Forgets what was merged of an item: no rating of it stands.
  public synchronized void remove(String itemId) {
    int number = find(itemId);
    if (number < 0) {
      return;
    }
    ItemPage page = page(number);
    int place = number % ItemPage.SIZE;
    boolean had = page.merged(place) != null;
    page.remove(place);
    if (had) {
      size.decrementAndGet();
      freeSlot(page, place);
    }
    version.incrementAndGet();
  }

  /// Lets scans find a row, in a slot of its own.
  private void show(int number, MergedItem item) {
    ItemPage page = page(number);
    int place = number % ItemPage.SIZE;
    if (page.slot(place) < 0) {
      page.setSlot(place, freeSlots.isEmpty() ? newSlot() : freeSlots.dequeueInt());
    }
    int slot = page.slot(place);
    segments[slot / SEGMENT].put(slot % SEGMENT, number, item);
  }

  private int newSlot() {
    if (slots / SEGMENT == segments.length) {
      Segment[] grown = Arrays.copyOf(segments, segments.length + 1);
      grown[segments.length] = new Segment(model, kernels, scanShared, axes);
      segments = grown;
    }
    return slots++;
  }

  private void freeSlot(ItemPage page, int place) {
    int slot = page.slot(place);
    if (slot >= 0) {
      segments[slot / SEGMENT].remove(slot % SEGMENT);
      page.setSlot(place, -1);
      freeSlots.enqueue(slot);
    }
  }

  /// Returns for how many rows there is room in memory.
  int slots() {
    return segments.length * SEGMENT;
  }

  /// Brings up to date what scans depend on beside the rows of items: the vectors, if they depend
  /// on a shared row and that is another one by now, and the axes along which they are looked at.
  /// One thread at a time.
  public void refresh() {
    refreshShared();
    if (model.scansByProduct()
        && model.scanLength() >= 2 * Heads.LENGTH
        && model.scanLength() <= LONGEST_FOR_AXES
        && size() >= FEWEST_FOR_AXES
        && (axes == null || version() - axesVersion >= AXES_OUTLIVE * size())) {
      axesVersion = version();
      List<float[]> sample = sampleOfVectors();
      if (sample.size() >= FEWEST_FOR_AXES / 2) {
        putAxes(PrincipalAxes.of(sample, Heads.LENGTH));
      }
    }
  }

  private List<float[]> sampleOfVectors() {
    List<float[]> sample = new ArrayList<>();
    int step = Math.ceilDiv(size(), SAMPLE_FOR_AXES);
    int end = numberedEnd();
    int rated = 0;
    for (int number = 1; number < end; number++) {
      MergedItem item = merged(number);
      if (item != null && RowKind.of(id(number)) == RowKind.ITEM && rated++ % step == 0) {
        float[] vector = new float[model.scanLength()];
        model.scanVector(scanShared, item.values(), vector, 0);
        if (Float.isFinite(kernels.dot(vector, 0, vector, 0, vector.length))) {
          sample.add(vector); // one that is not would spoil the axes of all
        }
      }
    }
    return sample;
  }

  private void putAxes(PrincipalAxes newAxes) {
    Segment[] now;
    synchronized (this) { // a segment that is added later is made with them
      axes = newAxes;
      now = segments;
    }
    for (Segment segment : now) {
      segment.putAxes(newAxes);
    }
  }

  @SuppressWarnings("ReferenceEquality") // shared rows are replaced whole
  private void refreshShared() {
    MergedItem newest = merged(SHARED);
    if (newest == null || !model.scansWithShared() || newest.values() == scanShared) {
      return;
    }
    Segment[] now;
    synchronized (this) { // a segment that is added later is made with the newer row
      scanShared = newest.values();
      now = segments;
    }
    for (Segment segment : now) {
      segment.putShared(newest.values());
    }
  }

  /// Makes an item that nobody has rated recommendable, at the row where it starts.
  public synchronized void putStart(String itemId, float[] row) {
    int number = number(itemId);
    if (merged(number) == null) {
      MergedItem start = new MergedItem(row, 0, Sequences.NONE);
      page(number).setStart(number % ItemPage.SIZE, start);
      show(number, start);
    }
  }

  /// Takes an item that nobody has rated out again.
  public synchronized void removeStart(String itemId) {
    int number = find(itemId);
    if (number >= 0 && merged(number) == null) {
      page(number).setStart(number % ItemPage.SIZE, null);
      freeSlot(page(number), number % ItemPage.SIZE);
    }
  }

  /// Returns the shared parameters, or those of a model that has seen nothing.
  public float[] shared() {
    MergedItem shared = merged(SHARED);
    return shared != null ? shared.values() : model.newShared();
  }

  /// Returns how many items have a row.
  public int size() {
    return size.get();
  }

  /// Returns how many items can be in lists: those with a row and those of the catalog that
  /// nobody has rated.
  public synchronized int recommendable() {
    return slots - freeSlots.size();
  }

  /// Returns one more than the largest number given.
  public int numberedEnd() {
    return numbers.size();
  }

  /// Returns a number that grows with every row taken over.
  public long version() {
    return version.get();
  }

  /// Returns the items with most ratings that have a row, by number, the most rated first.
  ///
  /// @param leastRatings items with fewer are left out
  public int[] mostRated(int n, int leastRatings) {
    TopN most = new TopN(n);
    for (int number = 1; number < numberedEnd(); number++) {
      MergedItem item = merged(number);
      if (item != null && item.count() >= leastRatings) {
        most.offer(number, item.count());
      }
    }
    return most.drain(new float[most.size()]);
  }

  /// Returns the sum of the counts of all items.
  public long countSum() {
    long sum = 0;
    for (int number = 1; number < numberedEnd(); number++) {
      sum += count(number);
    }
    return sum;
  }

  /// Finds the items with the highest scores.
  ///
  /// @param user a user's row
  /// @param accept whether an item, by its number, may be in the list
  /// @param best receives them
  public void scan(float[] user, IntPredicate accept, TopN best) {
    ScanQuery query = new ScanQuery(model, kernels, user);
    Candidates candidates = new Candidates();
    Segment[] now = segments;
    for (int s = 0; s < now.length; s++) {
      float threshold = best.threshold();
      now[s].find(query, threshold, candidates);
      if (threshold > Float.NEGATIVE_INFINITY) { // until the list is full, everything is found
        query.found(candidates.size);
      }
      candidates.offer(accept, best);
    }
  }

  /// Scores some items only, which is faster than [#scan] when they are few.
  ///
  /// @param numbers which
  public void scan(float[] user, int[] numbers, IntPredicate accept, TopN best) {
    float[] shared = shared();
    float offset = model.scanOffset(shared, user);
    for (int number : numbers) {
      MergedItem item = item(number);
      if (item != null && accept.test(number)) {
        best.offer(number, model.score(shared, user, item.values()) - offset);
      }
    }
  }

  /// Returns the scores of all items for a user, by number; minus infinity where there is no row.
  public float[] scores(float[] user) {
    ScanQuery query = new ScanQuery(model, kernels, user);
    float offset = model.scanOffset(shared(), user);
    Candidates candidates = new Candidates();
    Segment[] now = segments;
    float[] scores = new float[numberedEnd()];
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    for (int s = 0; s < now.length; s++) {
      now[s].find(query, Float.NEGATIVE_INFINITY, candidates);
      for (int i = 0; i < candidates.size; i++) {
        int number = candidates.numbers[i];
        if (number < scores.length) { // else it was numbered meanwhile
          scores[number] = candidates.scores[i] + offset;
        }
      }
    }
    return scores;
  }

  /// Returns where the vectors of items point.
  public Directions directions() {
    return new Directions(this, model, shared());
  }

  /// Finds the items whose vectors point most in a direction, by cosine.
  ///
  /// @param leastRatings items with fewer are left out
  /// @param accept whether an item, by its number, may be in the list
  /// @param best receives them
  public void neighbours(Direction direction, int leastRatings, IntPredicate accept, TopN best) {
    float[] unit = direction.unit();
    float[] common = Direction.common(model, shared());
    Candidates candidates = new Candidates();
    for (Segment segment : segments) {
      segment.findAlong(unit, common, best.threshold(), leastRatings, candidates);
      candidates.offer(accept, best);
    }
  }
}
