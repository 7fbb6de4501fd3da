package dev.eddy.serve.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files that are read anew when their content changes: tokens, certificates. The content is
/// compared and not the time, because orchestrators replace a mounted file by moving a link. What
/// is read first must be good. A later content that is not is read again at each look, until it is
/// accepted: what is wrong need not be in it, but may be the mode of its file. Meanwhile the one
/// before stays in force; the log and a counter say so once for each thing that is wrong.
public final class WatchedFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);

  private final List<Watched<?>> watched = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock;
  private final Counter done;
  private final Counter failed;

  /// Watches from now on.
  ///
  /// @param every how often files are looked at
  public WatchedFiles(Duration every, MeterRegistry registry) {
    done = counter(registry, "done");
    failed = counter(registry, "failed");
    clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("eddy-files").factory());
    var _ =
        clock.scheduleWithFixedDelay(
            this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("eddy.reloads")
        .description("Changed files of tokens and certificates that were read anew, by outcome")
        .tag("outcome", outcome)
        .register(registry);
  }

  /// Makes something of the contents of files.
  @FunctionalInterface
  public interface Reader<T> {

    /// Reads.
    ///
    /// @param contents of the files, in their order
    /// @throws IllegalArgumentException saying what is wrong
    T read(List<byte[]> contents);
  }

  /// Files of which something is made together.
  private static final class Watched<T> {

    private final List<Path> files;
    private final Reader<T> reader;
    private List<byte[]> accepted;
    private String problem = "";
    private volatile T value;

    Watched(List<Path> files, Reader<T> reader) {
      this.files = files;
      this.reader = reader;
      accepted = contents();
      value = reader.read(accepted);
    }

    private List<byte[]> contents() {
      return files.stream().map(Watched::content).toList();
    }

    private static byte[] content(Path file) {
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new IllegalArgumentException("cannot read " + file + ": " + e, e);
      }
    }

    /// Returns whether there was something new.
    boolean look() {
      List<byte[]> now = contents();
      boolean isSame = true;
      for (int n = 0; n < now.size(); n++) {
        isSame &= Arrays.equals(now.get(n), accepted.get(n));
      }
      if (isSame) {
        return false;
      }
      value = reader.read(now);
      accepted = now;
      return true;
    }

    void forgetProblem() {
      problem = "";
    }

    /// Notes what is wrong, and returns whether it is something else than at the last look.
    boolean isNews(String found) {
      boolean isNews = !found.equals(problem);
      problem = found;
      return isNews;
    }
  }

  /// Reads files, and again whenever one of them changes.
  ///
  /// @return what was made of them last
  /// @throws IllegalArgumentException if they cannot be read, or the reader refuses them
  public <T> Supplier<T> watch(List<Path> files, Reader<T> reader) {
    Watched<T> one = new Watched<>(files, reader);
    watched.add(one);
    return () -> one.value;
  }

  private void look() {
    for (Watched<?> one : watched) {
      try {
        if (one.look()) {
          done.increment();
          LOG.info("Read {} anew", one.files);
        }
        one.forgetProblem();
      } catch (RuntimeException e) { // the next look must come whatever happens
        if (one.isNews(e.toString())) {
          failed.increment();
          LOG.error(
              "The new content is not used, the one before stays in force: {}", e.getMessage());
        }
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
