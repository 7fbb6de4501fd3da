package dev.eddy.app.replay;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Shows how far a long run is: a bar that redraws itself on a terminal, a plain line now and
/// then elsewhere.
public final class Progress {

  private static final int BAR = 30;
  private static final long REDRAW_MS = 200;
  private static final long LINE_MS = 5_000;

  /// Before so much is done, how long the rest takes is a guess: after a crash nothing is learned
  /// for some seconds, until the broker has rolled the open transaction back.
  private static final double TELLING_PART = 0.01;

  private final String what;
  private final long total;
  private final PrintStream out;
  private final boolean terminal;
  private final long startNs = System.nanoTime();
  private long shownMs = Long.MIN_VALUE / 2;

  /// Creates a display on standard error.
  ///
  /// @param what is being counted, such as `ratings`
  /// @param total how many there will be
  public Progress(String what, long total) {
    this(what, total, System.err, isTerminal());
  }

  public Progress(String what, long total, PrintStream out, boolean terminal) {
    this.what = what;
    this.total = total;
    this.out = out;
    this.terminal = terminal;
  }

  @SuppressWarnings("SystemConsoleNull") // it is null here where the streams are redirected
  private static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  /// Shows the state, unless it was shown just now.
  ///
  /// @param done how many are done
  /// @param note goes at the end, such as the running error
  public void show(long done, String note) {
    long nowMs = elapsed().toMillis();
    if (nowMs - shownMs >= (terminal ? REDRAW_MS : LINE_MS)) {
      shownMs = nowMs;
      draw(done, note);
    }
  }

  /// Shows the last state and leaves it standing.
  public void finish(long done, String note) {
    draw(done, note);
    if (terminal) {
      out.println();
    }
  }

  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNs);
  }

  private void draw(long done, String note) {
    double seconds = Math.max(0.001, elapsed().toMillis() / 1000.0);
    double rate = done / seconds;
    double part = total == 0 ? 1 : Math.min(1, (double) done / total);
    boolean isTelling = done >= total * TELLING_PART && rate > 0 && done < total;
    String left = isTelling ? ", " + time((total - done) / rate) + " left" : "";
    String line =
        String.format(
            Locale.ROOT,
            "%3.0f %%  %,d of %,d %s, %,.0f/s%s%s",
            100 * part,
            done,
            total,
            what,
            rate,
            left,
            note.isEmpty() ? "" : ", " + note);
    if (terminal) {
      int filled = (int) (BAR * part);
      out.print("\r\u001B[K[" + "█".repeat(filled) + "·".repeat(BAR - filled) + "] " + line);
      out.flush();
    } else {
      out.println(line);
    }
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : whole < 3600
            ? "%d min %02d s".formatted(whole / 60, whole % 60)
            : "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
  }
}
