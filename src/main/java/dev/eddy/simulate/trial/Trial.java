package dev.eddy.simulate.trial;

import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.simulate.loop.ClosedLoop;
import dev.eddy.simulate.loop.LoopSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Runs many loops side by side.
public final class Trial {

  private final LearningSettings learning;
  private final VectorKernels kernels;
  private final int threads;

  /// Creates a trial.
  ///
  /// @param threads how many loops run at a time
  public Trial(LearningSettings learning, VectorKernels kernels, int threads) {
    this.learning = learning;
    this.kernels = kernels;
    this.threads = threads;
  }

  /// Runs loops, each of the same settings once.
  ///
  /// @param progress is told how many are done, by any thread
  /// @throws InterruptedException if the thread was interrupted
  public Map<LoopSettings, LoopOutcome> run(Collection<LoopSettings> loops, IntConsumer progress)
      throws InterruptedException {
    Set<LoopSettings> each = new LinkedHashSet<>(loops);
    AtomicInteger done = new AtomicInteger();
    Map<LoopSettings, LoopOutcome> outcomes = new LinkedHashMap<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<LoopOutcome>> running = new ArrayList<>();
      for (LoopSettings loop : each) {
        running.add(
            executor.submit(
                () -> {
                  LoopOutcome outcome =
                      LoopOutcome.of(new ClosedLoop(loop, learning, kernels).run(round -> {}));
                  progress.accept(done.incrementAndGet());
                  return outcome;
                }));
      }
      for (Future<LoopOutcome> future : running) {
        LoopOutcome outcome = future.get();
        outcomes.put(outcome.settings(), outcome);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a simulated loop failed", e.getCause());
    }
    return outcomes;
  }
}
