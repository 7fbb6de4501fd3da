package dev.eddy.store;

import dev.eddy.factorization.LearningSettings;
import dev.eddy.factorization.MergedItem;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.ModelKind;
import dev.eddy.factorization.Sequences;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.TopN;
import dev.eddy.kernel.VectorKernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The best ten of 62,000 items for one user, on one thread: the index against a plain scan of
/// 64 floats an item.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx1g"})
public class TopNBenchmark {

  private static final int ITEMS = 62_000;
  private static final int PLAIN = 64;

  /// The model, by its name in settings.
  @Param({"DOT", "NN"})
  public ModelKind model;

  private ItemIndex index;
  private float[] user;
  private VectorKernels kernels;
  private float[] block;
  private float[] query;
  private float[] biases;
  private float[] scores;

  /// Fills an index and a block with noise of the size of a learned model.
  @Setup
  public void fill() {
    kernels = KernelChoice.AUTO.select();
    Model created = model.create(LearningSettings.forScale(0.5, 5), kernels);
    index = new ItemIndex(created, kernels);
    SplittableRandom random = new SplittableRandom(7);
    float[] shared = created.newShared();
    index.put("", new MergedItem(shared, 0, Sequences.NONE));
    for (int i = 0; i < ITEMS; i++) {
      float[] row = created.newItem("i" + i, shared);
      for (int f = 0; f < row.length; f++) {
        row[f] += (float) (0.3 * random.nextGaussian());
      }
      index.put("i" + i, new MergedItem(row, 1, Sequences.NONE));
    }
    user = created.newUser("u", shared);
    block = new float[ITEMS * PLAIN];
    for (int i = 0; i < block.length; i++) {
      block[i] = (float) random.nextGaussian();
    }
    query = Arrays.copyOf(block, PLAIN);
    biases = new float[ITEMS];
    scores = new float[ITEMS];
  }

  /// A list as a query makes it, filters aside.
  @Benchmark
  public int index() {
    TopN best = new TopN(10);
    index.scan(user, number -> true, best);
    return best.drain(new float[10])[0];
  }

  /// The reference: every score of a dense block, and nothing done with them.
  @Benchmark
  public float plainScan() {
    kernels.scores(query, 0, block, PLAIN, PLAIN, biases, ITEMS, scores);
    return scores[0];
  }
}
