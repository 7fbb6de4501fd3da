package dev.eddy.serve.limit;

import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/// Reads bodies before a request takes a place, so that one that comes slowly keeps nobody else
/// from being answered. All of them together take only so much memory; what a client says of the
/// length of a body counts for nothing, only what has come.
final class HeldBodies {

  private static final int STEP = 1 << 13;

  private final long most;
  private final AtomicLong held = new AtomicLong();
  private final Counter refused;

  HeldBodies(long most, MeterRegistry registry) {
    this.most = most;
    refused = Refusals.of("bodies", "full", registry);
    Gauge.builder("eddy.http.held", held, AtomicLong::get)
        .description("Memory of bodies that are being read or worked on")
        .baseUnit("bytes")
        .register(registry);
  }

  /// A body in memory, until it is closed.
  final class Held implements AutoCloseable {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long counted;

    private void read(Request request, int limit) throws IOException {
      byte[] step = new byte[STEP];
      try (InputStream in = request.body()) {
        for (int read = in.read(step); read >= 0; read = in.read(step)) {
          if (bytes.size() + read > limit) {
            throw ProblemException.tooLarge("the body has more than " + limit + " bytes");
          }
          count(read);
          bytes.write(step, 0, read);
        }
      }
    }

    private void count(int more) {
      counted += more;
      if (held.addAndGet(more) > most) {
        refused.increment();
        throw ProblemException.unavailable(
            "bodies that are being read take %d bytes, which is the limit (serve.max-held-bytes);"
                    .formatted(most)
                + " try again");
      }
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    @Override
    public void close() {
      held.addAndGet(-counted);
    }
  }

  /// Reads the body of a request, if it has one.
  ///
  /// @param limit how many bytes it may have
  /// @throws ProblemException 413 if it has more, 503 if there is no memory for it, and whatever
  ///     [Request#body] throws
  Held read(Request request, int limit) throws IOException {
    Held body = new Held();
    boolean done = false;
    try {
      if (request.hasBody()) {
        body.read(request, limit);
      }
      done = true;
      return body;
    } finally {
      if (!done) {
        body.close();
      }
    }
  }
}
