package dev.eddy.stream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackgroundBudgetTest {

  private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private long nowNs;
  private final BackgroundBudget budget = new BackgroundBudget(0.25, () -> nowNs);

  /// Returns how long several tasks work within a time that all of them would use.
  private long worked(int tasks, long withinNs) {
    long worked = 0;
    for (long endNs = nowNs + withinNs; nowNs < endNs; nowNs += TimeUnit.MILLISECONDS.toNanos(1)) {
      for (int task = 0; task < tasks; task++) {
        if (budget.isLeft()) {
          budget.spend(STEP_NS);
          worked += STEP_NS;
        }
      }
    }
    return worked;
  }

  @Test
  void shouldGiveAllTasksTogetherItsShareOfACore() {
    long second = TimeUnit.SECONDS.toNanos(1);
    for (int tasks : new int[] {1, 4, 50}) {
      assertThat(worked(tasks, 10 * second))
          .as("%d tasks", tasks)
          .isBetween((long) (2.4 * second), (long) (2.6 * second));
    }
  }

  @Test
  void shouldKeepNoMoreThanAStepOfWhatIsNotUsed() {
    nowNs += TimeUnit.HOURS.toNanos(1);
    assertThat(budget.isLeft()).isTrue();
    budget.spend(STEP_NS);
    assertThat(budget.isLeft()).isFalse();
  }
}
