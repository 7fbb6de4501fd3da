package dev.eddy.factorization.user;

import static dev.eddy.factorization.SomeEvents.rated;
import static dev.eddy.factorization.SomeEvents.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// Threads that read a user while the owner changes it.
class ReadersTest {

  private static final int CHANGES = 300_000;
  private static final int LENGTH = 130;

  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicBoolean failed = new AtomicBoolean(true);

  /// Runs the owner beside a reader until the owner has made its changes.
  private void runBeside(Runnable owner, Runnable reader) throws InterruptedException {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    owner.run();
                    failed.set(false);
                  } finally {
                    done.set(true);
                  }
                });
    try {
      while (!done.get()) {
        reader.run();
      }
    } finally {
      thread.join();
    }
    assertThat(failed).as("the owner failed").isFalse();
    reader.run();
  }

  // All parameters, the count and the influence hold one number; half a row would hold two.
  @RepeatedTest(3)
  void shouldSeeWholeRows() throws InterruptedException {
    UserRow row = new UserRow(0, 0);
    row.setValues(new float[LENGTH]);
    runBeside(
        () -> {
          for (int n = 1; n <= CHANGES; n++) {
            row.beginChange();
            Arrays.fill(row.values(), n);
            row.addCount(1);
            row.addInfluence(1);
            row.endChange();
          }
        },
        () -> {
          UserRow.Snapshot seen = row.snapshot();
          float first = seen.values()[0];
          float last = seen.values()[LENGTH - 1];
          assertThat(first).isEqualTo(last).isEqualTo(seen.count());
          assertThat(seen.influence()).isEqualTo(seen.count());
        });
    assertThat(row.snapshot().count()).isEqualTo(CHANGES);
  }

  @RepeatedTest(3)
  void shouldSeeARowThatIsSolvedOrNone() throws InterruptedException {
    UserRow row = new UserRow(0, 0);
    runBeside(
        () -> {
          for (int n = 1; n <= CHANGES; n++) {
            float[] values = new float[LENGTH];
            Arrays.fill(values, n);
            row.setValues(values);
            if (n % 3 == 0) {
              row.unsolve();
            }
            if (n % 5 == 0) {
              row.beginChange();
              row.abandonChange();
            }
          }
        },
        () -> {
          UserRow.Snapshot seen = row.snapshot();
          if (seen.isSolved()) {
            assertThat(seen.values()[0]).isEqualTo(seen.values()[LENGTH - 1]).isPositive();
          }
        });
  }

  private static float ratingAt(long time) {
    return (int) (time % 9) + 1;
  }

  // The rating of an event follows from its time, and the time from the item; a view that mixed two
  // events would show a rating that belongs to another time.
  @RepeatedTest(3)
  void shouldSeeWholeEvents(RepetitionInfo info) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(info.getCurrentRepetition());
    History history = new History();
    int items = 200;
    runBeside(
        () -> {
          for (int n = 1; n <= CHANGES / 10; n++) {
            int item = random.nextInt(items);
            long time = (long) n * items + item;
            history.apply(
                random.nextInt(10) == 0
                    ? withdrawn(item, time, n)
                    : rated(item, ratingAt(time), time, n));
          }
        },
        () -> {
          HistoryView view = history.view();
          for (int place = view.first(); place < view.size(); place++) {
            if (view.live(place)) {
              long time = view.timeMs(place);
              assertThat(time % items).as("item").isEqualTo(view.item(place));
              assertThat(view.rating(place)).as("rating").isEqualTo(ratingAt(time));
            }
          }
        });
    assertThat(history.view().size()).isPositive();
  }
}
