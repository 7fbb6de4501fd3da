package dev.eddy.serve;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A body as it comes in. Where its rest does not come, because the caller has gone or is silent
/// for too long, the connection is closed: there is nobody to answer.
///
/// Helidon reads a body without a time limit, so a thread of its own interrupts a read that lasts
/// too long, which closes the socket under a virtual thread.
final class PatientStream extends FilterInputStream {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("eddy-patience").factory());
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }

  /// A read of the stream below.
  private interface Read {
    int run() throws IOException;
  }

  PatientStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    return inTime(super::read);
  }

  @Override
  public int read(byte[] into, int at, int most) throws IOException {
    return inTime(() -> super.read(into, at, most));
  }

  private static int inTime(Read read) throws IOException {
    Future<?> alarm =
        WATCH.schedule(
            Thread.currentThread()::interrupt, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return read.run();
    } catch (DataReader.InsufficientDataAvailableException | UncheckedIOException e) {
      throw new CloseConnectionException("the rest of the body does not come", e);
    } finally {
      if (!alarm.cancel(false)) {
        Thread.interrupted(); // it came just when the read was done
      }
    }
  }
}
