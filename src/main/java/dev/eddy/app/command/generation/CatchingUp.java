package dev.eddy.app.command.generation;

import dev.eddy.app.replay.Progress;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.stream.Generations;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Waits until a generation has caught up with the ratings, and shows on standard error how far it
/// is and how long it will take.
final class CatchingUp {

  private static final int LOOK_EVERY_MS = 500;

  /// While others write to the ratings all the time a generation is always a little behind. It has
  /// caught up if for so many looks it was never further behind than it learns in a second.
  private static final int CALM_LOOKS = 10;

  private final Generations generations;
  private final int generation;

  CatchingUp(Generations generations, int generation) {
    this.generations = generations;
    this.generation = generation;
  }

  /// What it came to.
  ///
  /// @param records how many it was behind at first
  /// @param behind how many it was behind in the end
  /// @param seconds how long that took
  record Report(long records, long behind, double seconds) {}

  /// Waits until somebody learns the generation, unless there is nothing to learn.
  ///
  /// @param stop ends the wait
  void awaitLearners(CountDownLatch stop) throws InterruptedException {
    while (behind() > 0 && ask(() -> generations.instances(generation)) == 0) {
      if (stop.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /// Waits until the generation has caught up.
  ///
  /// @param stop ends the wait
  /// @return empty if it was ended before
  /// @throws CommandFailedException if Kafka does not answer
  Optional<Report> await(CountDownLatch stop) throws InterruptedException {
    long startNs = System.nanoTime();
    long total = behind();
    Progress progress = new Progress("records", total);
    long before = total;
    long behind = total;
    int near = 0;
    double fastest = 0;
    while (behind > 0 && near < CALM_LOOKS) {
      if (stop.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      behind = behind();
      progress.show(Math.max(0, total - behind), "");
      double perSecond = (before - behind) * 1000.0 / LOOK_EVERY_MS;
      fastest = Math.max(fastest, perSecond);
      near = behind <= fastest ? near + 1 : 0;
      before = behind;
    }
    progress.finish(Math.max(0, total - behind), "");
    return Optional.of(new Report(total, behind, (System.nanoTime() - startNs) / 1e9));
  }

  private long behind() {
    return ask(() -> generations.behind(generation));
  }

  private static long ask(LongSupplier question) {
    try {
      return question.getAsLong();
    } catch (Generations.KafkaUnavailableException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }
}
