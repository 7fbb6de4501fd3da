package dev.eddy.stream.merge;

import dev.eddy.catalog.CatalogView;
import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.item.Feature;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.item.RowStarts;
import dev.eddy.factorization.model.Model;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.stream.learn.LocalPartitions;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/// Where users and items start that nobody has heard of by ratings, as queries see them: from the
/// merged rows. Items of the catalog, and items that were chosen, that nobody has rated are kept in
/// the index at their start, so that they can be recommended at once. Safe for use by several
/// threads.
public final class Newcomers {

  /// So many items are looked at in one go, some ten milliseconds.
  private static final int AT_ONCE = 10_000;

  /// An item that would start no further away than this stays where it is: by the score nobody
  /// could tell.
  private static final float NOWHERE = 1e-3f;

  private final ItemIndex index;
  private final CatalogView catalog;
  private final ChoiceIndex choices;
  private final LocalPartitions tasks;
  private final RowStarts starts;

  /// Those that are still to be looked at in this round.
  private Iterator<CatalogItem> round = Collections.emptyIterator();

  /// Of the items when the round began.
  private long roundVersion = -1;

  public Newcomers(
      Model model,
      ItemIndex index,
      CatalogView catalog,
      ChoiceIndex choices,
      LocalPartitions tasks) {
    this.index = index;
    this.catalog = catalog;
    this.choices = choices;
    this.tasks = tasks;
    starts = new RowStarts(model, index, new Known());
  }

  /// What is known beside ratings, as far as this instance knows it.
  private final class Known implements Metadata {
    @Override
    public List<Feature> ofUser(String userId) {
      return tasks.of(userId).map(task -> task.features(userId)).orElse(List.of());
    }

    @Override
    public List<Feature> ofItem(String itemId) {
      return catalog.features(itemId);
    }
  }

  /// Returns the row that a user without ratings starts at.
  public float[] user(String userId) {
    return starts.user(userId, index::values);
  }

  /// Returns the row that a user starts at of whom attributes say something.
  public float[] userWith(List<Feature> features) {
    return starts.user(features, index::values);
  }

  /// Returns the row that an item without ratings starts at.
  public float[] item(String itemId) {
    return starts.item(itemId, index::values);
  }

  /// Returns whether an item starts by what the catalog says of it.
  public boolean startsByMetadata(String itemId) {
    return starts.knowsItem(itemId);
  }

  /// Keeps an item recommendable that the catalog names, if nobody has rated it.
  void add(String itemId) {
    if (index.merged(index.number(itemId)) == null) {
      add(itemId, item(itemId));
    }
  }

  private void add(String itemId, float[] row) {
    index.putStart(itemId, row);
    if (!catalog.contains(itemId)) { // another thread took it out meanwhile
      remove(itemId);
    }
  }

  /// Keeps an item recommendable that was chosen, if nobody ever rated it.
  void addChosen(String itemId) {
    int number = index.number(itemId);
    if (index.item(number) == null && isOnlyChosen(number)) {
      index.putStart(itemId, item(itemId));
    }
  }

  private boolean isOnlyChosen(int number) {
    ChoiceItem chosen = choices.item(number);
    return chosen != null && chosen.rated() == 0 && chosen.count() > 0;
  }

  /// Takes an item back that left the catalog unrated, unless it was chosen.
  void remove(String itemId) {
    int number = index.find(itemId); // a name that nobody has heard of is given no number
    if (number > 0 && !isOnlyChosen(number)) {
      index.removeStart(itemId);
    }
  }

  /// Moves unrated items to where they would start today, if the model has changed: some of them,
  /// and the next ones the next time; one thread at a time.
  public void refresh() {
    refresh(AT_ONCE);
  }

  /// Does so with at most so many items.
  public void refresh(int most) {
    if (!round.hasNext() && index.version() != roundVersion) {
      roundVersion = index.version();
      round = catalog.all().iterator();
    }
    for (int left = most; left > 0 && round.hasNext(); left--) {
      move(round.next().itemId());
    }
  }

  private void move(String itemId) {
    int number = index.number(itemId);
    if (index.merged(number) != null) {
      return;
    }
    MergedItem start = index.item(number);
    float[] row = item(itemId);
    if (start == null || hasMoved(start.values(), row)) {
      add(itemId, row);
    }
  }

  private static boolean hasMoved(float[] from, float[] to) {
    for (int i = 0; i < from.length; i++) {
      if (Math.abs(to[i] - from[i]) > NOWHERE) {
        return true;
      }
    }
    return false;
  }
}
