package dev.eddy.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.Signal;
import dev.eddy.drift.WindowCounts;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.EventSettings;
import dev.eddy.event.Exposure;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingReader;
import dev.eddy.event.TreeReader;
import dev.eddy.factorization.DotModel;
import dev.eddy.factorization.History;
import dev.eddy.factorization.ItemDelta;
import dev.eddy.factorization.LearningSettings;
import dev.eddy.factorization.MergedItem;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.RowKind;
import dev.eddy.factorization.User;
import dev.eddy.factorization.UserRow;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.ItemRowCodec;
import dev.eddy.store.RowRecords;
import dev.eddy.store.StoreKey;
import dev.eddy.store.UserCodec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/// Reads written records with this build's own codecs, into lines that leave nothing out but the
/// bulk of the floats, which are told by their first three and a hash.
final class WrittenReader {

  static final String TASK = "(task)";
  private static final String ROWS = "user-rows-changelog";
  private static final String HISTORIES = "user-history-changelog";
  private static final byte SEPARATOR = (byte) 0xFF;

  private final Model model = new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels());
  private final ItemIndex index = new ItemIndex(model, new ScalarKernels());
  private final RatingReader ratings =
      new RatingReader(
          EventSettings.forScale(0.5, 5),
          Clock.fixed(Instant.ofEpochMilli(TopologyFixture.NOW), ZoneOffset.UTC));

  /// The records of one store, and of the one where it keeps further ones.
  private record Records(Map<Bytes, byte[]> byKey, Records further) implements RowRecords {
    @Override
    public byte[] get(Bytes key) {
      return byKey.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
      throw new UnsupportedOperationException("written by an earlier version");
    }
  }

  List<String> read(List<WrittenRecords.Written> written) throws Exception {
    Map<String, Records> stores = new HashMap<>();
    Records histories = new Records(new HashMap<>(), null);
    stores.put(HISTORIES, histories);
    for (WrittenRecords.Written record : written) {
      stores
          .computeIfAbsent(record.topic(), topic -> new Records(new HashMap<>(), histories))
          .byKey
          .put(record.keyBytes(), record.value());
    }
    List<String> lines = new ArrayList<>();
    for (WrittenRecords.Written record : written) {
      String line = line(record, stores);
      if (line != null) {
        lines.add(record.topic() + " " + line);
      }
    }
    return lines;
  }

  private String line(WrittenRecords.Written record, Map<String, Records> stores) throws Exception {
    Records store = stores.get(record.topic());
    String key = id(record.key());
    byte[] value = record.value();
    return switch (record.topic()) {
      case "ratings" -> rating((Rating) ratings.read(record.key(), value));
      case "exposures" -> exposure(TreeReader.readExposure(value));
      case "items" -> item(TreeReader.readItem(value));
      case "users" -> key + " " + new TreeMap<>(TreeReader.readUser(value).attributes());
      case "item-deltas-g1" ->
          delta(key, ItemDeltaCodec.decode(key, value, RowKind.of(key).layout(model).length()));
      case "item-factors-g1" -> merged(key, new ItemRowCodec(model).decode(key, value));
      case "drift-counts-g1" -> "window " + WindowCounts.decode(value).window();
      case "drift-signals" ->
          key.equals(SignalWriter.FACTS)
              ? SignalWriter.readFacts(value).mostShown().toString()
              : signal(SignalWriter.readSignal(value));
      case ROWS ->
          key.equals(TASK)
              ? totals(TaskTotals.decode(value))
              : user(key, new UserCodec(model, index).read(key, store), store.further);
      case HISTORIES ->
          key + history(new UserCodec(model, index).read(key, stores.get(ROWS)).history());
      case "user-attributes-changelog" ->
          key
              + " "
              + new TreeMap<>(new UserAttributesCodec().read(key, store).attributes().attributes());
      case "user-shown-changelog" -> shown(key, new ShownCodec().read(key, store));
      case "item-rows-changelog" -> merged(key, new ItemRowCodec(model).decode(key, value));
      case "drift-ledger-changelog" ->
          key.endsWith(LedgerCodec.JOURNAL) ? null : ledger(key, store);
      default -> throw new AssertionError("nobody reads " + record.topic());
    };
  }

  /// Returns the id in a key; a store's key may have a chunk's number behind it.
  private static String id(byte[] key) {
    int end = 0;
    while (end < key.length && key[end] != SEPARATOR) {
      end++;
    }
    return end == 0 && key.length > 0 ? TASK : new String(key, 0, end, UTF_8);
  }

  private static String floats(float[] values) {
    return "%d floats %s… #%08x"
        .formatted(
            values.length,
            Arrays.toString(Arrays.copyOf(values, Math.min(3, values.length))),
            Arrays.hashCode(values));
  }

  private static String rating(Rating rating) {
    return "%s %s %s at %d weight %s"
        .formatted(
            rating.userId(),
            rating.itemId(),
            rating.rating(),
            rating.timestampMs(),
            rating.weight());
  }

  private static String exposure(Exposure shown) {
    return "%s %s %s %s at %d"
        .formatted(
            shown.requestId(), shown.userId(), shown.items(), shown.policy(), shown.timestampMs());
  }

  private static String item(CatalogItem item) {
    return "%s %s %s %d %s %s"
        .formatted(
            item.itemId(), item.title(), item.genres(), item.year(), item.tags(), item.hidden());
  }

  private static String visible(String id) {
    return id.isEmpty() ? "(shared)" : id.replace('\0', '~');
  }

  private static String delta(String id, ItemDelta delta) {
    return "%s partition %d sequence %d count %+d start %s change %s"
        .formatted(
            visible(id),
            delta.partition(),
            delta.sequence(),
            delta.countChange(),
            delta.start() == null ? "none" : floats(delta.start()),
            floats(delta.change()));
  }

  private static String merged(String id, MergedItem item) {
    return "%s count %d sequence %d %s"
        .formatted(visible(id), item.count(), item.sequences().of(0), floats(item.values()));
  }

  /// A history that has records of its own has a line of its own.
  private String user(String id, User user, Records histories) {
    UserRow.Snapshot row = user.row().snapshot();
    boolean apart = histories.get(StoreKey.of(id, 0)) != null;
    return "%s count %d influence %s %s%s"
        .formatted(
            id,
            row.count(),
            row.influence(),
            floats(row.values()),
            apart ? "" : history(user.history()));
  }

  private static String totals(TaskTotals totals) {
    Map<String, Long> counts = new TreeMap<>();
    for (Outcome outcome : Outcome.values()) {
      if (totals.of(outcome) > 0) {
        counts.put(outcome.label(), totals.of(outcome));
      }
    }
    return "%s offset %d learned %d removed %d %s"
        .formatted(TASK, totals.offset(), totals.learned(), totals.removed(), counts);
  }

  private String history(History history) {
    StringBuilder line = new StringBuilder();
    for (History.Entry entry : history.entries()) {
      line.append(
          " [%s %s %s weight %s at %d offset %d]"
              .formatted(
                  index.id(entry.item()),
                  entry.live() ? "is" : "was",
                  entry.rating(),
                  entry.weight(),
                  entry.timeMs(),
                  entry.offset()));
    }
    return line.toString();
  }

  private static String shown(String id, ShownRow row) {
    return "%s %s %s %s %s %s"
        .formatted(visible(id), row.names, row.times, row.scores, row.last, row.requests);
  }

  private static String signal(Signal signal) {
    return "%s window %d treated %s control %s %s"
        .formatted(
            signal.monitor(),
            signal.windowStartMs(),
            signal.treated(),
            signal.control(),
            signal.state());
  }

  private String ledger(String key, Records store) {
    DriftLedger ledger =
        new LedgerCodec(TopologyFixture.DRIFT, DriftProcessor.ratingRange(model))
            .read(key, store)
            .ledger();
    long later = TopologyFixture.NOW / TopologyFixture.DRIFT.windowMs();
    StringBuilder line = new StringBuilder("late " + ledger.late());
    for (DriftLedger.Closed closed : ledger.add(new WindowCounts(later), () -> 4)) {
      line.append(
          " window %d shown %s"
              .formatted(closed.facts().windowStartMs(), closed.facts().mostShown()));
    }
    return line.toString();
  }
}
