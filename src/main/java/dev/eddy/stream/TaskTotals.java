package dev.eddy.stream;

import dev.eddy.eval.PrequentialScore;
import dev.eddy.event.RejectReason;
import dev.eddy.factorization.Segment;
import dev.eddy.store.CorruptRowException;
import dev.eddy.store.UnknownVersionException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
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
/// ```
///
/// Counts and segments carry their names, so that builds which know more of them read rows of
/// builds that knew fewer. The last is how far the [Census] is. One thread, the owner, counts; any
/// thread may read.
final class TaskTotals {

  /// As how far the [Census] is: it has come to the end. No user has such an id.
  static final String ALL_COUNTED = "\0";

  private static final byte VERSION = 3;

  private static final String REMOVED = "removed";
  private static final String EXPIRED = "expired";
  private static final String REASON = "rejected: ";

  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final Map<Segment, PrequentialScore> scores = new EnumMap<>(Segment.class);
  private long sequence;
  private volatile long offset = -1;
  private String model = "";
  private String counted = "";

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
  }

  /// Reads a stored row; null is a partition that has seen nothing.
  static TaskTotals decode(byte[] bytes) {
    if (bytes == null) {
      return new TaskTotals();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte version = in.readByte();
      if (version != VERSION) {
        throw new UnknownVersionException(
            "the task row has format version %d, this build reads %d: run the build that wrote it, or start a new stream.generation"
                .formatted(version, VERSION));
      }
      return new TaskTotals(in);
    } catch (IOException e) {
      throw new CorruptRowException("the task row is cut off", e);
    }
  }

  byte[] encode() {
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
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  /// Notes with which model the partition is learned; owner only.
  ///
  /// @param signature of the model in force
  /// @throws StateMismatchException if rows were learned with another
  void learnWith(String signature) {
    if (!model.isEmpty() && !model.equals(signature)) {
      throw new StateMismatchException(
          "the stored rows were learned with the model '%s', the settings ask for '%s': set learning.* and events.scale-* back, or learn anew beside it with another stream.generation"
              .formatted(model, signature));
    }
    model = signature;
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

  /// Returns the last user whom the [Census] has counted, the empty text before the first; owner
  /// only.
  String counted() {
    return counted;
  }

  /// Sets the last user whom the [Census] has counted, or [#ALL_COUNTED]; owner only.
  void counted(String userId) {
    counted = userId;
  }

  /// Returns the number of the next flush; owner only.
  long nextSequence() {
    return ++sequence;
  }

  /// Returns the offset of the last record that was counted, -1 before the first.
  long offset() {
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

  private long of(String name) {
    AtomicLong count = counts.get(name);
    return count == null ? 0 : count.get();
  }

  /// Scores a prediction in every segment that it belongs to; owner only.
  void score(int userRatings, int itemRatings, float predicted, double rating) {
    Segment.of(userRatings, itemRatings, segment -> scores.get(segment).add(predicted, rating));
  }

  PrequentialScore.Values score(Segment segment) {
    return scores.get(segment).values();
  }
}
