package dev.eddy.app.replay;

import dev.eddy.app.settings.UsageException;
import dev.eddy.eval.RatingFile;
import dev.eddy.eval.RatingScale;
import dev.eddy.eval.RatingSurvey;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.RatingRules;
import dev.eddy.event.UserAttributes;
import dev.eddy.event.UserEvent;
import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import dev.eddy.table.DataFileException;
import dev.eddy.table.RatingRow;
import dev.eddy.table.RatingTable;
import dev.eddy.table.Tally;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Where a replay's ratings come from: a data set, or a generated world.
public interface RatingSource {

  /// What files can be read, for the help of commands.
  String FORMATS =
      "File of ratings: u.data, ratings.dat or ratings.csv of MovieLens, CSV with any separator, or"
          + " JSON Lines; plain or compressed with gzip, zip or zstd.";

  /// Returns what it is, for people.
  String name();

  /// Returns the rating scale.
  RatingScale scale();

  /// Returns the catalog; empty where there is none.
  List<CatalogItem> catalog();

  /// Returns the attributes of users; empty where there are none.
  List<UserAttributes> users();

  /// Returns how many ratings a first reading has found.
  long size();

  /// Returns how many rows a first reading has found that are no ratings.
  long refused();

  /// What is done with each row.
  interface Handler {
    /// Takes a valid event; returns false to stop.
    boolean event(UserEvent event);

    /// Takes a row that was refused; returns false to stop.
    boolean refused(RatingRow row);
  }

  /// Gives every row in order.
  ///
  /// @param rules by which rows are taken or refused
  /// @return how many rows were read, and which were refused
  Tally play(RatingRules rules, Handler handler);

  /// Makes a source of a file that was read once, with what is known of its items and users.
  static RatingSource file(
      RatingFile file, RatingSurvey survey, List<CatalogItem> catalog, List<UserAttributes> users) {
    return new OfFile(file, survey, catalog, users);
  }

  /// Makes a world.
  static RatingSource world(WorldSettings settings) {
    return new OfWorld(new World(settings));
  }

  /// Ratings of a file, in the order of their times where the file is not too long to be sorted
  /// in memory. Refused rows, which have no time, come where they stand.
  record OfFile(
      RatingFile file, RatingSurvey survey, List<CatalogItem> catalog, List<UserAttributes> users)
      implements RatingSource {

    private static final int MAX_SORTED_ROWS = 3_000_000;

    @Override
    public String name() {
      return "%s in %s order: %s".formatted(file.path(), isSorted() ? "time" : "file", file.told());
    }

    @Override
    public RatingScale scale() {
      return survey.scale();
    }

    @Override
    public long size() {
      return survey.tally().valid();
    }

    @Override
    public long refused() {
      return survey.tally().refused();
    }

    private boolean isSorted() {
      return survey.tally().read() <= MAX_SORTED_ROWS;
    }

    @Override
    public Tally play(RatingRules rules, Handler handler) {
      Tally tally = new Tally();
      RatingTable.Handler each =
          row -> {
            tally.add(row);
            return row.event() instanceof UserEvent event
                ? handler.event(event)
                : handler.refused(row);
          };
      try {
        if (isSorted()) {
          file.readByTime(rules, each);
        } else {
          file.read(rules, each);
        }
      } catch (DataFileException e) {
        throw new UsageException(e.getMessage(), e);
      }
      return tally;
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
    public long refused() {
      return 0;
    }

    @Override
    public Tally play(RatingRules rules, Handler handler) {
      Tally tally = new Tally();
      world.play(
          (rating, expected) -> {
            tally.add();
            return handler.event(rating);
          });
      return tally;
    }
  }
}
