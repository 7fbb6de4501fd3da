package dev.eddy.app;

import dev.eddy.eval.DataFileException;
import dev.eddy.eval.RatingFile;
import dev.eddy.eval.RatingScale;
import dev.eddy.eval.UserFile;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.Rating;
import dev.eddy.event.UserAttributes;
import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Where a replay's ratings come from: a data set, or a generated world.
interface RatingSource {

  /// What files can be read, for the help of commands.
  String FORMATS = "u.data, ratings.dat, ratings.csv or a CSV with user, item, rating; also .gz.";

  /// Returns what it is, for people.
  String name();

  /// Returns the rating scale.
  RatingScale scale();

  /// Returns the catalog; empty where there is none.
  List<CatalogItem> catalog();

  /// Returns the attributes of users; empty where there are none.
  List<UserAttributes> users();

  /// Returns how many records [#play] will give.
  long size();

  /// What is done with each record.
  interface Handler {
    /// Takes a valid rating; returns false to stop.
    boolean rating(Rating rating);

    /// Takes a record that is no rating; returns false to stop.
    boolean damaged(String key, byte[] value);
  }

  /// Gives every record in order.
  void play(Handler handler);

  /// Opens a file of ratings, the catalog named or found beside it, and attributes of users if
  /// they lie there.
  ///
  /// @param scale the scale, or null to read it off the file
  static RatingSource file(Path ratings, CatalogOption items, RatingScale scale) {
    try {
      RatingFile file = RatingFile.open(ratings);
      RatingScale known = scale != null ? scale : RatingScale.of(file);
      long[] rows = {0};
      file.read(
          row -> {
            rows[0]++;
            return true;
          });
      Path users = UserFile.beside(ratings).orElse(null);
      return new OfFile(
          file,
          known,
          items.read(ratings),
          users == null ? List.of() : UserFile.read(users),
          rows[0]);
    } catch (DataFileException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /// Makes a world.
  static RatingSource world(WorldSettings settings) {
    return new OfWorld(new World(settings));
  }

  /// Ratings of a file, in the order of their times where the file is not too long to be sorted
  /// in memory. Damaged lines, which have no time, come where they stand. They are published as
  /// far as they can be read, so that the stream judges them and they end in the dead letters
  /// with a reason.
  record OfFile(
      RatingFile file,
      RatingScale scale,
      List<CatalogItem> catalog,
      List<UserAttributes> users,
      long size)
      implements RatingSource {

    private static final int MAX_SORTED_ROWS = 3_000_000;

    @Override
    public String name() {
      return file.path()
          + (size <= MAX_SORTED_ROWS ? " in the order of time" : " in the order of its lines");
    }

    @Override
    public void play(Handler handler) {
      try {
        RatingFile.RowHandler each =
            row ->
                (row.isComplete() && !DamagedRow.isTooLong(row))
                    ? handler.rating(
                        new Rating(
                            row.userId(),
                            row.itemId(),
                            OptionalDouble.of(row.rating().getAsDouble()),
                            row.timestampMs().getAsLong(),
                            1,
                            "replay",
                            ""))
                    : handler.damaged(DamagedRow.key(row), DamagedRow.value(row));
        if (size <= MAX_SORTED_ROWS) {
          file.readByTime(each);
        } else {
          file.read(each);
        }
      } catch (DataFileException e) {
        throw new UsageException(e.getMessage(), e);
      }
    }
  }

  /// Ratings of a generated world.
  record OfWorld(World world) implements RatingSource {
    @Override
    public String name() {
      return "a generated world of %,d users and %,d items"
          .formatted(world.settings().users(), world.settings().items());
    }

    @Override
    public RatingScale scale() {
      return new RatingScale(World.SCALE_MIN, World.SCALE_MAX);
    }

    @Override
    public List<CatalogItem> catalog() {
      return world.items();
    }

    @Override
    public List<UserAttributes> users() {
      List<Map<String, String>> users = world.users();
      return IntStream.range(0, users.size())
          .mapToObj(user -> new UserAttributes(World.userId(user), users.get(user)))
          .toList();
    }

    @Override
    public long size() {
      return world.settings().ratings();
    }

    @Override
    public void play(Handler handler) {
      world.play((rating, expected) -> handler.rating(rating));
    }
  }
}
