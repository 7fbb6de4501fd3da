package dev.eddy.drift;

import dev.eddy.drift.count.Activity;
import dev.eddy.drift.count.Arm;
import dev.eddy.drift.count.ArmCounts;
import dev.eddy.drift.count.Residuals;
import dev.eddy.drift.count.RunningMean;
import dev.eddy.drift.count.WindowCounts;
import dev.eddy.drift.monitor.MeanError;
import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;
import dev.eddy.drift.monitor.Population;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/// The windows that are open, and what is usual: takes counts in, and gives signals out when a
/// window of event time has ended.
///
/// A window ends when counts of the one after the next arrive, so counts may be up to a window
/// late; later ones are counted as late and left out. Not safe for use by several threads.
///
/// As bytes: `version u8 | window length i64 | closed i64 | late i64 | activity | windows |
/// residuals | charts | detectors | totals of experiments`.
public final class DriftLedger {

  private static final byte VERSION = 6;

  /// Two standard errors that a normal value stays within, 19 times of 20.
  private static final double CONFIDENT = 1.96;

  private static final double ADWIN_DELTA = 0.002;
  private static final double PAGE_TOLERANCE = 0.005;
  private static final double PAGE_THRESHOLD = 0.5;

  private final DriftSettings settings;
  private final long windowMs;
  private final boolean hasControl;
  private final double ratingRange;
  private final NavigableMap<Long, WindowCounts> open = new TreeMap<>();
  private final Activity activity = new Activity();
  private final Residuals residuals = new Residuals();
  private final Map<String, ControlChart> charts = new TreeMap<>();
  private final AdaptiveWindow adwin = new AdaptiveWindow(ADWIN_DELTA);
  private final PageHinkley page = new PageHinkley(PAGE_TOLERANCE, PAGE_THRESHOLD);

  /// Which detectors of change spoke in which open window.
  private final NavigableMap<Long, Set<String>> spoke = new TreeMap<>();

  /// Of experiments, over all windows that ended.
  private final VariantTotals totals = new VariantTotals();

  private long closed = Long.MIN_VALUE;
  private long late;

  /// What a window that ended came to.
  ///
  /// @param signals one a monitor that had a value
  /// @param facts who and what stood out
  /// @param treatedLists how many lists users were shown whose lists the model chooses
  /// @param controlLists how many lists the control group was shown
  public record Closed(
      List<Signal> signals, WindowFacts facts, long treatedLists, long controlLists) {}

  /// Creates a ledger without windows.
  ///
  /// @param settings how drift is watched
  /// @param ratingRange highest rating less the lowest, by which errors are brought to 0 to 1
  public DriftLedger(DriftSettings settings, double ratingRange) {
    this.settings = settings;
    windowMs = settings.windowMs();
    hasControl = settings.controlShare() > 0;
    this.ratingRange = ratingRange;
  }

  /// Takes counts in.
  ///
  /// @param items tells how many items there are, those never shown included; asked when a window
  ///     ends
  /// @return the windows that ended, the earliest first
  public List<Closed> add(WindowCounts counts, IntSupplier items) {
    activity.add(counts.activity());
    if (counts.window() == WindowCounts.NO_WINDOW) {
      return List.of();
    }
    if (counts.window() <= closed) {
      late++;
      return List.of();
    }
    watchErrors(counts);
    open.computeIfAbsent(counts.window(), WindowCounts::new).add(counts);
    List<Closed> ended = new ArrayList<>();
    while (open.firstKey() < open.lastKey() - 1) {
      WindowCounts window = open.pollFirstEntry().getValue();
      closed = window.window();
      ended.add(close(window, items.getAsInt()));
    }
    return ended;
  }

  private void watchErrors(WindowCounts counts) {
    RunningMean errors = counts.of(Arm.TREATED).error();
    if (errors.n() == 0) {
      return;
    }
    double error = errors.mean() / ratingRange;
    double meanBefore = adwin.mean();
    if (adwin.add(error) && adwin.mean() > meanBefore) {
      spoke.computeIfAbsent(counts.window(), any -> new TreeSet<>()).add("adwin");
    }
    if (page.add(error)) {
      spoke.computeIfAbsent(counts.window(), any -> new TreeSet<>()).add("page-hinkley");
    }
  }

  private Closed close(WindowCounts window, int items) {
    ArmCounts all = window.ofAll();
    residuals.add(all.itemRatings());
    Population population = new Population(items, activity, residuals);
    long startMs = window.window() * windowMs;
    ArmCounts treated = window.of(Arm.TREATED);
    ArmCounts control = window.of(Arm.CONTROL);
    Set<String> detectors = spoke.getOrDefault(window.window(), Set.of());
    List<Signal> signals = new ArrayList<>();
    for (Monitor monitor : Monitors.all()) {
      boolean compares = hasControl && monitor.comparesWithControl();
      double value = monitor.value(monitor.comparesWithControl() ? treated : all, population);
      double other =
          !monitor.comparesWithControl() || control.isEmpty()
              ? Double.NaN
              : monitor.value(control, population);
      if (Double.isFinite(value) || Double.isFinite(other)) {
        double watched = compares ? value - other : value;
        double interval =
            CONFIDENT * Math.sqrt(monitor.errorSquare(treated) + monitor.errorSquare(control));
        Watched of = Watched.of(monitor, compares, watched);
        List<String> spoken =
            monitor instanceof MeanError ? List.copyOf(detectors) : List.<String>of();
        signals.add(
            signal(of, window.window(), value, other, interval, spoken)
                .inGroups(monitor.byActivity(treated, population), monitor.byAttribute(treated)));
      }
    }
    spoke.remove(window.window());
    totals.add(window, startMs);
    return new Closed(
        signals,
        WindowFacts.of(treated, population, totals.facts(window, population), startMs, late),
        treated.lists(),
        control.lists());
  }

  private Signal signal(
      Watched watched,
      long window,
      double treated,
      double control,
      double interval,
      List<String> detectors) {
    String name = watched.chart();
    ControlChart chart =
        charts.computeIfAbsent(name, any -> new ControlChart(watched.leastDeviation()));
    chart.add(window, watched.value());
    return new Signal(
        watched.monitor(),
        window * windowMs,
        windowMs,
        treated,
        control,
        treated - control,
        interval,
        chart.mean(),
        chart.threshold(),
        detectors.isEmpty() ? chart.state() : State.ALARM,
        (detectors.isEmpty() ? Math.max(0, chart.sinceWindow()) : window) * windowMs,
        detectors,
        Map.of(),
        Map.of());
  }

  /// Returns how many counts came too late for their window.
  public long late() {
    return late;
  }

  /// Returns the ledger as bytes.
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(windowMs);
      out.writeLong(closed);
      out.writeLong(late);
      out.writeInt(activity.users().size());
      for (Map.Entry<Integer, Long> entry : activity.users().entrySet()) {
        out.writeInt(entry.getKey());
        out.writeLong(entry.getValue());
      }
      out.writeInt(open.size());
      for (WindowCounts window : open.values()) {
        byte[] encoded = window.encode();
        out.writeInt(encoded.length);
        out.write(encoded);
      }
      residuals.write(out);
      out.writeInt(charts.size());
      for (Map.Entry<String, ControlChart> chart : charts.entrySet()) {
        out.writeUTF(chart.getKey());
        chart.getValue().write(out);
      }
      adwin.write(out);
      page.write(out);
      out.writeInt(spoke.size());
      for (Map.Entry<Long, Set<String>> entry : spoke.entrySet()) {
        out.writeLong(entry.getKey());
        out.writeUTF(String.join(" ", entry.getValue()));
      }
      totals.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  /// Returns whether bytes are a ledger of another format, and so of another build.
  public static boolean isOfOtherVersion(byte[] bytes) {
    return WindowCounts.isOfOtherVersion(bytes, VERSION);
  }

  /// Reads a ledger. One of windows of another length begins anew.
  ///
  /// @throws IllegalArgumentException saying what is wrong with the bytes
  public static DriftLedger decode(byte[] bytes, DriftSettings settings, double ratingRange) {
    DriftLedger ledger = new DriftLedger(settings, ratingRange);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte version = in.readByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "the ledger has format version " + version + ", but this build reads " + VERSION);
      }
      long storedWindowMs = in.readLong();
      ledger.closed = in.readLong();
      ledger.late = in.readLong();
      Map<Integer, Long> users = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        users.put(in.readInt(), in.readLong());
      }
      ledger.activity.add(users);
      for (int left = in.readInt(); left > 0; left--) {
        WindowCounts window = WindowCounts.decode(in.readNBytes(in.readInt()));
        ledger.open.put(window.window(), window);
      }
      ledger.residuals.read(in);
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        ledger.charts.put(name, ControlChart.read(in, Watched.leastDeviation(name)));
      }
      ledger.adwin.read(in);
      ledger.page.read(in);
      for (int left = in.readInt(); left > 0; left--) {
        ledger.spoke.put(in.readLong(), new TreeSet<>(List.of(in.readUTF().split(" ", -1))));
      }
      ledger.totals.read(in);
      return storedWindowMs == settings.windowMs() ? ledger : ledger.anew();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the ledger is cut off after " + bytes.length + " bytes", e);
    }
  }

  /// Returns a ledger that knows how active users are and what experiments came to, and begins anew
  /// with windows: numbers of windows, and what is usual in one, mean nothing where windows have
  /// another length.
  private DriftLedger anew() {
    DriftLedger begun = new DriftLedger(settings, ratingRange);
    begun.activity.add(activity.users());
    begun.totals.addAll(totals);
    return begun;
  }

  /// Returns about how many bytes of heap the ledger takes.
  public long sizeInBytes() {
    return 10_000
        + residuals.sizeInBytes()
        + open.values().stream().mapToLong(WindowCounts::sizeInBytes).sum();
  }
}
