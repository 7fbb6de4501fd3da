package dev.eddy.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// The usable rows of a data set, in the order in which they are learned.
///
/// @param all the rows
/// @param damaged how many rows were passed over, being damaged or off the scale
record Samples(List<Sample> all, long damaged) {

  private static final long MS_PER_PLACE = 1000;

  /// One row.
  ///
  /// @param dataRow its number in the file, from 0
  /// @param userId the user
  /// @param itemId the item
  /// @param rating on the scale
  /// @param timeMs event time
  record Sample(long dataRow, String userId, String itemId, double rating, long timeMs) {

    private Sample at(long otherTimeMs) {
      return new Sample(dataRow, userId, itemId, rating, otherTimeMs);
    }
  }

  /// Reads a data set.
  ///
  /// @param shuffle seed of a random order in place of that of time, or null
  /// @throws DataFileException if the file cannot be read or has no usable row
  static Samples read(RatingFile file, RatingScale scale, Long shuffle) throws DataFileException {
    List<Sample> samples = new ArrayList<>();
    long[] bad = {0};
    file.read(
        row -> {
          if (row.isComplete() && isOnScale(row.rating().getAsDouble(), scale)) {
            samples.add(
                new Sample(
                    file.dataRow(row),
                    row.userId(),
                    row.itemId(),
                    row.rating().getAsDouble(),
                    row.timestampMs().getAsLong()));
          } else {
            bad[0]++;
          }
          return true;
        });
    if (samples.isEmpty()) {
      throw new DataFileException(
          file.path(), "has no line with a user, an item and a rating on the scale");
    }
    if (shuffle != null) {
      Collections.shuffle(samples, new Random(shuffle));
    } else {
      samples.sort(Comparator.comparingLong(Sample::timeMs)); // stable
    }
    if (!file.hasTimes()) { // the places in the file are no times: whoever learns must not use them
      for (int place = 0; place < samples.size(); place++) {
        samples.set(place, samples.get(place).at(place * MS_PER_PLACE));
      }
    }
    return new Samples(samples, bad[0]);
  }

  private static boolean isOnScale(double rating, RatingScale scale) {
    return rating >= scale.min() && rating <= scale.max();
  }

  int size() {
    return all.size();
  }
}
