package dev.eddy.eval;

import dev.eddy.choice.ChoiceRecommender;
import dev.eddy.choice.LibraryLists;
import dev.eddy.choice.Rank;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.eval.Samples.Sample;
import dev.eddy.factorization.RatingRecommender;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.table.Tally;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// Measures lists on a data set: what users went on to choose is looked for in lists of all items
/// that they do not have.
///
/// Of each user with at least ten rows, in the order of time, those from `⌊0.8·n⌋` on are the test;
/// all others are learned once, in the order of time. Every list is made twice: at the end, and
/// right after the last event of its user that was learned, since who looks at the end of a stream
/// knows what came later. What tells against an item, such as a skip, is no choice. Items that
/// occur in no learned row are not counted as relevant.
public final class ListEvaluation {

  private static final int LEAST_ROWS = 10;
  private static final double LEARNED = 0.8;

  private final Samples samples;
  private final List<Sample> ordered;
  private final Rank rank;
  private final double leastLiked;
  private final ChoiceRecommender eddy;
  private final RatingRecommender items;
  private final Map<String, Person> people = new HashMap<>();
  private final List<Sample> learned = new ArrayList<>();
  private final ListScores atEnd = new ListScores();
  private final ListScores atLastEvent = new ListScores();
  private final ListScores popularAtEnd = new ListScores();
  private final ListScores popularThen = new ListScores();
  private final IntSet known = new IntOpenHashSet();
  private final Popularity popularity = new Popularity();

  /// Which rows of a user are learned, and which are the test.
  private static final class Person {
    private int rows;
    private int met;
    private int left;
    private final List<Sample> test = new ArrayList<>();

    private boolean isTest() {
      return rows >= LEAST_ROWS && met >= (int) (LEARNED * rows);
    }
  }

  /// Takes a data set that was read.
  ///
  /// @param shuffle seed of a random order in place of that of time, or null
  /// @param metadata by which new rows may start
  /// @param seed of what is drawn at random
  public ListEvaluation(
      Samples samples,
      RatingScale scale,
      Model model,
      Long shuffle,
      long seed,
      Metadata metadata,
      Rank rank) {
    this.samples = samples;
    ordered = samples.inOrder(shuffle);
    this.rank = rank;
    ChoiceSettings settings = new ChoiceSettings(scale.min(), scale.max(), seed);
    leastLiked = settings.leastLiked();
    items = new RatingRecommender(model, metadata);
    eddy = new ChoiceRecommender(items, settings);
    split();
  }

  private void split() {
    for (Sample sample : ordered) {
      people.computeIfAbsent(sample.userId(), id -> new Person()).rows++;
    }
    for (Sample sample : ordered) {
      Person person = people.get(sample.userId());
      if (person.isTest()) {
        person.test.add(sample);
      } else {
        learned.add(sample);
      }
      person.met++;
    }
    for (Sample sample : learned) {
      people.get(sample.userId()).left++;
    }
  }

  /// Learns, and makes the lists.
  ///
  /// @param progress is told how many rows are learned
  public void run(LongConsumer progress) {
    learned.forEach(sample -> known.add(items.number(sample.itemId())));
    long done = 0;
    for (Sample sample : learned) {
      learn(sample);
      Person person = people.get(sample.userId());
      if (--person.left == 0 && !person.test.isEmpty()) {
        score(sample.userId(), person, eddy.lists(rank, sample.timeMs()), atLastEvent, popularThen);
      }
      progress.accept(++done);
    }
    LibraryLists lists = eddy.lists(rank, learned.getLast().timeMs());
    people.forEach(
        (userId, person) -> {
          if (!person.test.isEmpty()) {
            score(userId, person, lists, atEnd, popularAtEnd);
          }
        });
  }

  private void learn(Sample sample) {
    HistoryChange change =
        sample.isRated()
            ? eddy.rate(sample.userId(), sample.itemId(), sample.rating(), sample.timeMs()).change()
            : eddy.choose(
                sample.userId(), sample.itemId(), sample.kind(), sample.worth(), sample.timeMs());
    if (change == HistoryChange.NEW) {
      popularity.add(items.number(sample.itemId()));
    }
  }

  private void score(
      String userId, Person person, LibraryLists lists, ListScores scores, ListScores popular) {
    Wanted wanted = wanted(userId, person);
    scores.add(lists.of(userId, ListScore.LENGTH), wanted);
    popular.add(popularity.list(chosen(userId), ListScore.LENGTH), wanted);
  }

  private IntSet chosen(String userId) {
    HistoryView history = items.choices(userId);
    IntSet chosen = new IntOpenHashSet();
    for (int place = history.first(); place < history.size(); place++) {
      chosen.add(history.item(place));
    }
    return chosen;
  }

  private Wanted wanted(String userId, Person person) {
    IntSet chosen = chosen(userId);
    Wanted wanted = new Wanted(new IntOpenHashSet(), new IntOpenHashSet());
    for (Sample sample : person.test) {
      int number = items.number(sample.itemId());
      if (sample.worth() > 0 && known.contains(number) && !chosen.contains(number)) {
        wanted.any().add(number);
        if (sample.rating() >= leastLiked) {
          wanted.liked().add(number);
        }
      }
    }
    return wanted;
  }

  /// Returns what should be in the list of each user who has one, after everything was learned.
  Map<String, Wanted> wanted() {
    Map<String, Wanted> wanted = new LinkedHashMap<>();
    people.forEach(
        (userId, person) -> {
          if (!person.test.isEmpty()) {
            wanted.put(userId, wanted(userId, person));
          }
        });
    return wanted;
  }

  /// Returns the rows that are learned, in order.
  List<Sample> learned() {
    return learned;
  }

  /// Returns what learned them.
  ChoiceRecommender eddy() {
    return eddy;
  }

  /// Returns how many rows were learned.
  public int size() {
    return learned.size();
  }

  /// Returns how many rows were not learned: the test.
  public int tested() {
    return ordered.size() - learned.size();
  }

  /// Returns how many rows were read, and which were refused.
  public Tally tally() {
    return samples.tally();
  }

  /// Returns how many items were learned.
  public int items() {
    return known.size();
  }

  /// Returns the scores of the lists made after everything was learned.
  public ListScores atEnd() {
    return atEnd;
  }

  /// Returns the scores of the lists made right after the last event of each user.
  public ListScores atLastEvent() {
    return atLastEvent;
  }

  /// Returns the scores of ordering by popularity, after everything was learned.
  public ListScores popularAtEnd() {
    return popularAtEnd;
  }

  /// Returns the scores of ordering by popularity, right after the last event of each user.
  public ListScores popularAtLastEvent() {
    return popularThen;
  }
}
