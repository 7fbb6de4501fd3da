package dev.eddy.stream.learn;

import dev.eddy.event.EventFilter;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.RejectReason;
import dev.eddy.factorization.PrequentialScore;
import dev.eddy.factorization.Segment;
import dev.eddy.failure.DamagedStateException;
import dev.eddy.failure.OtherModelException;
import dev.eddy.failure.UnknownFormatException;
import dev.eddy.stream.record.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The task row: what one partition has seen since its beginning. It is stored with the user
/// rows, in the same transaction, so that it survives whatever they survive.
///
/// ```
/// version u8 | sequence i64 | offset i64 | counts u16, (name utf, i64)…
///            | segments u16, (name utf, n i64, squares, absolutes, recent square,
///              recent absolute, recent weight f64)… | model utf | counted utf
///            | filters u16, utf…
/// ```
///
/// Counts and segments carry their names, so that builds which know more of them read rows of
/// builds that knew fewer. What was counted is how far the [EarlierUsers] is; filters tell which
/// events the generation leaves out. One thread, the owner, counts; any thread may read.
public final class TaskTotals {

  /// As how far the [EarlierUsers] is: it has come to the end. No user has such an id.
  static final String ALL_COUNTED = "\0";

  private static final byte VERSION = 4;

  private static final String REMOVED = "removed";
  private static final String EXPIRED = "expired";
  private static final String REASON = "rejected: ";

  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final Map<Segment, PrequentialScore> scores = new EnumMap<>(Segment.class);
  private long sequence;
  private volatile long offset = -1;
  private String model = "";
  private String counted = "";
  private List<EventFilter> leftOut = List.of();

  TaskTotals() {
    for (Segment segment : Segment.values()) {
      scores.put(segment, new PrequentialScore());
    }
  }

  private TaskTotals(DataInputStream in) throws IOException {
    this();
    sequence = in.readLong();
    offset = in.readLong();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      counts.put(in.readUTF(), new AtomicLong(in.readLong()));
    }
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      Segment segment = Segment.valueOf(in.readUTF());
      scores.put(
          segment,
          new PrequentialScore(
              new PrequentialScore.Values(
                  in.readLong(),
                  in.readDouble(),
                  in.readDouble(),
                  in.readDouble(),
                  in.readDouble(),
                  in.readDouble())));
    }
    model = in.readUTF();
    counted = in.readUTF();
    List<EventFilter> filters = new ArrayList<>();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      filters.add(EventFilter.parse(in.readUTF()));
    }
    leftOut = List.copyOf(filters);
  }

  /// Returns what a partition begins with whose past was learned elsewhere. Its flushes are
  /// numbered anew.
  ///
  /// @param counts how many records had which outcome, as [#counts] told
  /// @param scores errors by segment
  /// @param offset of the last record that is contained, -1 where none of its topic is
  /// @param leftOut which events are not to be learned
  public static TaskTotals continued(
      Map<String, Long> counts,
      Map<Segment, PrequentialScore.Values> scores,
      long offset,
      List<EventFilter> leftOut) {
    TaskTotals totals = new TaskTotals();
    totals.leftOut = List.copyOf(leftOut);
    counts.forEach((name, count) -> totals.counts.put(name, new AtomicLong(count)));
    scores.forEach((segment, values) -> totals.scores.put(segment, new PrequentialScore(values)));
    totals.offset = offset;
    return totals;
  }

  /// Reads a stored row; null is a partition that has seen nothing.
  public static TaskTotals decode(byte[] bytes) {
    if (bytes == null) {
      return new TaskTotals();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte version = in.readByte();
      if (version != VERSION) {
        throw new UnknownFormatException(
            "the task row has format version %d, but this build reads %d. Run the build that wrote it, or set a new stream.generation"
                .formatted(version, VERSION));
      }
      return new TaskTotals(in);
    } catch (IOException e) {
      throw new DamagedStateException("the task row is cut off", e);
    }
  }

  /// Returns the row as it is stored.
  public byte[] encode() {
    assert agree() : "the totals do not agree: " + counts;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(sequence);
      out.writeLong(offset);
      out.writeShort(counts.size());
      for (Map.Entry<String, AtomicLong> count : new TreeMap<>(counts).entrySet()) {
        out.writeUTF(count.getKey());
        out.writeLong(count.getValue().get());
      }
      out.writeShort(scores.size());
      for (Map.Entry<Segment, PrequentialScore> score : scores.entrySet()) {
        PrequentialScore.Values values = score.getValue().values();
        out.writeUTF(score.getKey().name());
        out.writeLong(values.n());
        out.writeDouble(values.squares());
        out.writeDouble(values.absolutes());
        out.writeDouble(values.recentSquare());
        out.writeDouble(values.recentAbsolute());
        out.writeDouble(values.recentWeight());
      }
      out.writeUTF(model);
      out.writeUTF(counted);
      out.writeShort(leftOut.size());
      for (EventFilter filter : leftOut) {
        out.writeUTF(filter.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  /// Notes with which model the partition is learned; owner only.
  ///
  /// @param signature of the model in force
  /// @throws OtherModelException if rows were learned with another
  public void learnWith(String signature) {
    if (!model.isEmpty() && !model.equals(signature)) {
      throw new OtherModelException(
          "the stored rows were learned with the model '%s', but the settings ask for '%s'. Restore learning.* and events.scale-*, or set another stream.generation to learn a new model beside the old one"
              .formatted(model, signature));
    }
    model = signature;
  }

  /// Returns whether the generation leaves an event out.
  ///
  /// @param arrivedMs when Kafka took it in
  boolean leavesOut(RatingEvent event, long arrivedMs) {
    for (EventFilter filter : leftOut) {
      if (filter.matches(event, arrivedMs)) {
        return true;
      }
    }
    return false;
  }

  /// Returns which events the generation leaves out.
  public List<EventFilter> leftOut() {
    return leftOut;
  }

  /// Counts a record; owner only.
  void count(Outcome outcome, long recordOffset) {
    add(outcome.label(), 1);
    offset = recordOffset;
  }

  /// Counts why a record was rejected; owner only.
  void count(RejectReason reason) {
    add(REASON + reason.label(), 1);
  }

  /// Counts ratings that went with a forgotten user; owner only.
  void addRemoved(int ratings) {
    add(REMOVED, ratings);
  }

  /// Counts ratings that went with idle users; owner only.
  void addExpired(int ratings) {
    add(EXPIRED, ratings);
  }

  private void add(String name, long by) {
    counts.computeIfAbsent(name, key -> new AtomicLong()).addAndGet(by);
  }

  /// Returns the last user whom the [EarlierUsers] has counted, the empty text before the first;
  /// owner only.
  String counted() {
    return counted;
  }

  /// Sets the last user whom the [EarlierUsers] has counted, or [#ALL_COUNTED]; owner only.
  void counted(String userId) {
    counted = userId;
  }

  /// Returns the number of the next flush; owner only.
  long nextSequence() {
    return ++sequence;
  }

  /// Returns the number of the last flush, 0 before the first; owner only.
  public long sequence() {
    return sequence;
  }

  /// Returns how many records had which outcome, and how many ratings went otherwise, by name.
  public Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((name, count) -> all.put(name, count.get()));
    return all;
  }

  /// Returns how many ratings stand by these counts.
  public long standing() {
    return of(Outcome.NEW) - of(Outcome.WITHDRAWN) - removed() - expired();
  }

  /// Returns the offset of the last record that was counted, -1 before the first.
  public long offset() {
    return offset;
  }

  long of(Outcome outcome) {
    return of(outcome.label());
  }

  long of(RejectReason reason) {
    return of(REASON + reason.label());
  }

  /// Returns how many events were learned, re-learned or taken back; owner only.
  long learned() {
    return of(Outcome.NEW) + of(Outcome.REPLACED) + of(Outcome.CHOSEN) + of(Outcome.WITHDRAWN);
  }

  long removed() {
    return of(REMOVED);
  }

  long expired() {
    return of(EXPIRED);
  }

  /// Returns whether each rating that was learned was scored once, and each rejection has a reason.
  private boolean agree() {
    long reasons = 0;
    for (RejectReason reason : RejectReason.values()) {
      reasons += of(reason);
    }
    return score(Segment.ALL).n() == of(Outcome.NEW) + of(Outcome.REPLACED)
        && reasons == of(Outcome.REJECTED);
  }

  private long of(String name) {
    AtomicLong count = counts.get(name);
    return count == null ? 0 : count.get();
  }

  /// Scores a prediction in every segment that it belongs to; owner only.
  void score(int userRatings, int itemRatings, float predicted, double rating) {
    Segment.of(userRatings, itemRatings, segment -> scores.get(segment).add(predicted, rating));
  }

  /// Returns the errors of a segment.
  public PrequentialScore.Values score(Segment segment) {
    return scores.get(segment).values();
  }
}
