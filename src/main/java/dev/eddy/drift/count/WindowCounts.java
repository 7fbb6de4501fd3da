package dev.eddy.drift.count;

import it.unimi.dsi.fastutil.ints.Int2LongMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What was counted in one window of event time, by arm, and what users' activity became. Lists of
/// an experiment, and what was chosen by those who were shown them, are counted once more, by who
/// made them. Counts of several partitions add up; not safe for use by several threads.
///
/// As bytes: `version u8 | window i64 | treated | control | makers i32, (code i32, counts)… |
/// activity i32, (ratings i32, users i64)…`.
public final class WindowCounts {

  /// The window of counts that belong to none: of users' activity, which goes on.
  public static final long NO_WINDOW = Long.MIN_VALUE;

  /// Models of which a window has counts, at most: two, and as many more for each promotion in it.
  static final int MOST_MAKERS = 8;

  private static final byte VERSION = 6;

  /// Versions are below this, so that text, which somebody else wrote, is taken for none.
  private static final byte FIRST_OF_TEXT = 32;

  private final long window;
  private final Map<Arm, ArmCounts> arms = new EnumMap<>(Arm.class);
  private final Map<Maker, ArmCounts> makers = new TreeMap<>();
  private final Int2LongOpenHashMap activity = new Int2LongOpenHashMap();

  /// Creates counts of nothing.
  ///
  /// @param window number of the window: event time divided by the length of windows; or
  ///     [#NO_WINDOW]
  public WindowCounts(long window) {
    this.window = window;
    for (Arm arm : Arm.values()) {
      arms.put(arm, new ArmCounts());
    }
  }

  /// Returns the number of the window.
  public long window() {
    return window;
  }

  /// Returns the counts of an arm.
  public ArmCounts of(Arm arm) {
    return arms.get(arm);
  }

  /// Returns the counts of the lists of one model of an experiment. Beyond [#MOST_MAKERS] they are
  /// of nothing and are not kept: whoever may write exposures could name any generation.
  public ArmCounts of(Maker maker) {
    return makers.size() < MOST_MAKERS || makers.containsKey(maker)
        ? makers.computeIfAbsent(maker, any -> new ArmCounts())
        : new ArmCounts();
  }

  /// Returns the counts of all models of experiments.
  public Map<Maker, ArmCounts> byMaker() {
    return Collections.unmodifiableMap(makers);
  }

  /// Returns the counts of all arms together.
  public ArmCounts ofAll() {
    ArmCounts all = new ArmCounts();
    arms.values().forEach(all::add);
    return all;
  }

  /// Notes that a user has another number of ratings now.
  public void active(int ratingsBefore, int ratingsNow) {
    if (ratingsBefore > 0) {
      activity.addTo(ratingsBefore, -1);
    }
    if (ratingsNow > 0) {
      activity.addTo(ratingsNow, 1);
    }
  }

  /// Returns by how many more users have a number of ratings.
  public Map<Integer, Long> activity() {
    return Collections.unmodifiableMap(activity);
  }

  /// Returns counts of no window, of how active users are and nothing else.
  public WindowCounts activityAlone() {
    WindowCounts alone = new WindowCounts(NO_WINDOW);
    alone.activity.putAll(activity);
    return alone;
  }

  /// Adds what was counted elsewhere in the same window.
  public void add(WindowCounts other) {
    arms.forEach((arm, counts) -> counts.add(other.of(arm)));
    other.makers.forEach((maker, counts) -> of(maker).add(counts));
    other
        .activity
        .int2LongEntrySet()
        .fastForEach(entry -> activity.addTo(entry.getIntKey(), entry.getLongValue()));
  }

  /// Returns whether nothing was counted.
  public boolean isEmpty() {
    return all().allMatch(ArmCounts::isEmpty) && activity.isEmpty();
  }

  /// Returns the counts as bytes.
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(window);
      for (Arm arm : Arm.values()) {
        of(arm).write(out);
      }
      out.writeInt(makers.size());
      for (Map.Entry<Maker, ArmCounts> entry : makers.entrySet()) {
        out.writeInt(entry.getKey().code());
        entry.getValue().write(out);
      }
      out.writeInt(activity.size());
      for (Int2LongMap.Entry entry : activity.int2LongEntrySet()) {
        out.writeInt(entry.getIntKey());
        out.writeLong(entry.getLongValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  /// Returns whether bytes are of another format, and so of another build; then they are perhaps
  /// not damaged at all.
  public static boolean isOfOtherVersion(byte[] bytes) {
    return isOfOtherVersion(bytes, VERSION);
  }

  /// Returns whether bytes begin with a format version, and with another than one.
  public static boolean isOfOtherVersion(byte[] bytes, byte known) {
    byte version = bytes.length == 0 ? 0 : bytes[0];
    return version > 0 && version < FIRST_OF_TEXT && version != known;
  }

  /// Reads counts.
  ///
  /// @throws IllegalArgumentException saying what is wrong with the bytes
  public static WindowCounts decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte version = in.readByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "counts have format version " + version + ", but this build reads " + VERSION);
      }
      WindowCounts counts = new WindowCounts(in.readLong());
      for (Arm arm : Arm.values()) {
        counts.of(arm).read(in);
      }
      for (int left = in.readInt(); left > 0; left--) {
        counts.of(Maker.ofStored(in.readInt())).read(in);
      }
      for (int left = in.readInt(); left > 0; left--) {
        counts.activity.addTo(in.readInt(), in.readLong());
      }
      return counts;
    } catch (IOException e) {
      throw new IllegalArgumentException("counts are cut off after " + bytes.length + " bytes", e);
    }
  }

  private Stream<ArmCounts> all() {
    return Stream.concat(arms.values().stream(), makers.values().stream());
  }

  /// Returns about how many bytes of heap the counts take.
  public long sizeInBytes() {
    return 500 + all().mapToLong(ArmCounts::sizeInBytes).sum();
  }
}
