package dev.eddy.index;

import dev.eddy.factorization.Direction;
import dev.eddy.factorization.item.ItemRows;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.kernel.TopN;
import dev.eddy.kernel.VectorKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/// All items of the model in memory: the merged rows as learners read them, and the same vectors
/// in [ScanVectors], ready to be scanned. A number belongs to an item for good.
///
/// Any number of threads number items, read and scan.
public final class ItemIndex implements ItemRows {

  private final Model model;
  private final VectorKernels kernels;
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();
  private volatile ItemPage[] pages = new ItemPage[0];
  private final ScanVectors vectors;
  private final AtomicInteger size = new AtomicInteger();
  private int numbered;

  /// Creates an empty index.
  public ItemIndex(Model model, VectorKernels kernels) {
    this.model = model;
    this.kernels = kernels;
    vectors = new ScanVectors(model, kernels);
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
    page.setSlot(place, vectors.put(page.slot(place), number, item));
  }

  private void freeSlot(ItemPage page, int place) {
    int slot = page.slot(place);
    if (slot >= 0) {
      vectors.remove(slot);
      page.setSlot(place, ScanVectors.NO_SLOT);
    }
  }

  /// Returns for how many rows there is room in memory.
  int slots() {
    return vectors.room();
  }

  /// Brings up to date what scans depend on besides the rows of items, see [ScanVectors]. One
  /// thread at a time.
  public void refresh() {
    MergedItem shared = merged(SHARED);
    if (shared != null) {
      vectors.followShared(shared.values());
    }
    if (vectors.wantsAxes(size(), version())) {
      vectors.findAxes(sample(), version());
    }
  }

  private List<MergedItem> sample() {
    List<MergedItem> sample = new ArrayList<>();
    int step = Math.ceilDiv(size(), ScanVectors.SAMPLE_FOR_AXES);
    int end = numberedEnd();
    int rated = 0;
    for (int number = 1; number < end; number++) {
      MergedItem item = merged(number);
      if (item != null && RowKind.of(id(number)) == RowKind.ITEM && rated++ % step == 0) {
        sample.add(item);
      }
    }
    return sample;
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
  public int recommendable() {
    return vectors.taken();
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
    vectors.scan(new ScanQuery(model, kernels, user), accept, best);
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
    float[] scores = new float[numberedEnd()];
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    vectors.score(new ScanQuery(model, kernels, user), model.scanOffset(shared(), user), scores);
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
    vectors.along(direction.unit(), Direction.common(model, shared()), leastRatings, accept, best);
  }
}
