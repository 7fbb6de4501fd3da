package dev.eddy.eval;

import dev.eddy.event.Kinds;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingRules;
import dev.eddy.event.UserEvent;
import dev.eddy.table.DataFileException;
import dev.eddy.table.NoRatingsException;
import dev.eddy.table.Tally;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// The events of a file in memory, in the order of its rows. It is read once, also where its scale
/// has to be read off it.
public final class Samples {

  private static final long MS_PER_PLACE = 1000;

  private final Path path;
  private final boolean timed;
  private final Tally tally = new Tally();
  private final RatingValues values = new RatingValues();
  private final List<Sample> list = new ArrayList<>();

  /// One event.
  ///
  /// @param dataRow its number among the rows of the file, from 0
  /// @param rating not a number where there is none
  /// @param kind empty for a plain rating
  /// @param worth of its kind
  record Sample(
      long dataRow,
      String userId,
      String itemId,
      double rating,
      String kind,
      double worth,
      long timeMs) {

    boolean isRated() {
      return !Double.isNaN(rating);
    }

    Sample at(long otherTimeMs) {
      return new Sample(dataRow, userId, itemId, rating, kind, worth, otherTimeMs);
    }
  }

  private Samples(RatingFile file) {
    path = file.path();
    timed = file.hasTimes();
  }

  /// Reads a file.
  ///
  /// @throws DataFileException if it cannot be read; [NoRatingsException] if no row is a rating
  public static Samples read(RatingFile file, RatingRules rules) throws DataFileException {
    Samples samples = new Samples(file);
    file.read(
        rules,
        row -> {
          samples.tally.add(row);
          if (row.event() instanceof UserEvent event) {
            samples.add(row.place(), event, rules.kinds());
          }
          return true;
        });
    if (samples.list.isEmpty()) {
      throw new NoRatingsException(file.path(), samples.tally);
    }
    return samples;
  }

  private void add(long place, UserEvent event, Kinds kinds) {
    double value = Double.NaN;
    if (event instanceof Rating rating) {
      value = rating.rating().orElseThrow();
      values.add(value);
    }
    double worth = kinds.worth(event.kind(), event.value()) * event.weight();
    list.add(
        new Sample(
            place,
            event.userId(),
            event.itemId(),
            value,
            event.kind(),
            worth,
            event.timestampMs()));
  }

  /// Returns the scale that the ratings have.
  ///
  /// @throws DataFileException if they have none, or there are values that may be codes
  public RatingScale scale() throws DataFileException {
    return values.scale(path);
  }

  /// Returns how many rows were read, and which were refused.
  public Tally tally() {
    return tally;
  }

  /// Returns how many events have no rating.
  public long unrated() {
    return list.stream().filter(sample -> !sample.isRated()).count();
  }

  /// Returns whether any of some items occurs.
  public boolean isAnyRated(Set<String> items) {
    return list.stream().anyMatch(sample -> items.contains(sample.itemId()));
  }

  /// Returns the item of the first event.
  public String firstItem() {
    return list.getFirst().itemId();
  }

  /// Returns the events in the order in which they are learned.
  ///
  /// @param shuffle seed of a random order in place of that of time, or null
  List<Sample> inOrder(Long shuffle) {
    List<Sample> ordered = new ArrayList<>(list);
    if (shuffle != null) {
      Collections.shuffle(ordered, new Random(shuffle));
    } else {
      ordered.sort(Comparator.comparingLong(Sample::timeMs)); // stable
    }
    if (!timed) { // the places in the file are no times: whoever learns must not use them
      for (int place = 0; place < ordered.size(); place++) {
        ordered.set(place, ordered.get(place).at(place * MS_PER_PLACE));
      }
    }
    return ordered;
  }
}
