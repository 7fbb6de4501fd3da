import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Who chose what: what every peer learns from. The order of the choices is of no use to any of
/// them.
///
/// @param ofUser the items of each user
/// @param ofItem the users of each item
record Choices(int[][] ofUser, int[][] ofItem) {

  private static final int[] NONE = {};

  /// Reads choices.
  ///
  /// @param train lines of `user,item`, both numbered from 0, each pair once
  /// @throws IOException if the file cannot be read
  /// @throws NumberFormatException if a field is no number
  static Choices read(Path train) throws IOException {
    IntStream.Builder users = IntStream.builder();
    IntStream.Builder items = IntStream.builder();
    try (CsvReader<CsvRecord> lines = CsvReader.builder().ofCsvRecord(train)) {
      for (CsvRecord line : lines) {
        users.add(Integer.parseInt(line.getField(0)));
        items.add(Integer.parseInt(line.getField(1)));
      }
    }
    int[] user = users.build().toArray();
    int[] item = items.build().toArray();
    return new Choices(grouped(user, item), grouped(item, user));
  }

  private static int[][] grouped(int[] keys, int[] values) {
    int[] sizes = new int[Arrays.stream(keys).max().orElse(-1) + 1];
    for (int key : keys) {
      sizes[key]++;
    }
    int[][] groups = new int[sizes.length][];
    Arrays.setAll(groups, key -> new int[sizes[key]]);
    for (int at = keys.length - 1; at >= 0; at--) {
      groups[keys[at]][--sizes[keys[at]]] = values[at];
    }
    return groups;
  }

  /// Returns one more than the highest number of a user with a choice.
  int users() {
    return ofUser.length;
  }

  /// Returns one more than the highest number of a chosen item.
  int items() {
    return ofItem.length;
  }

  /// Returns the items of a user, none if the user is unknown.
  int[] of(int user) {
    return user < ofUser.length ? ofUser[user] : NONE;
  }

  /// Returns how many users chose an item.
  int count(int item) {
    return ofItem[item].length;
  }

  /// Returns how many items somebody chose.
  int chosenItems() {
    return (int) Arrays.stream(ofItem).filter(users -> users.length > 0).count();
  }

  /// Returns the items that most users chose, the most popular first, of two alike the lower
  /// number.
  ///
  /// @param most how many at most; items that nobody chose are never among them
  int[] mostPopular(int most) {
    return IntStream.range(0, items())
        .filter(item -> count(item) > 0)
        .boxed()
        .sorted(Comparator.comparingInt(item -> -count(item)))
        .limit(most)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// Returns the choices of some items alone; each item is numbered by its place among them.
  Choices only(int[] kept) {
    int[] places = new int[items()];
    Arrays.fill(places, -1);
    int[][] usersOfKept = new int[kept.length][];
    for (int place = 0; place < kept.length; place++) {
      places[kept[place]] = place;
      usersOfKept[place] = ofItem[kept[place]];
    }
    int[][] keptOfUser = new int[users()][];
    Arrays.setAll(
        keptOfUser,
        user ->
            Arrays.stream(ofUser[user])
                .map(item -> places[item])
                .filter(place -> place >= 0)
                .toArray());
    return new Choices(keptOfUser, usersOfKept);
  }
}
