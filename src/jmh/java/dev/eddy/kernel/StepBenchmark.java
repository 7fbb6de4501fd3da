package dev.eddy.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One step of gradient descent on the two vectors of a rating: the prediction, the error and the
/// move of both. In cache on few rows, and in memory on 160,000 users, taken uniformly, and
/// 62,000 items, taken by the cube of a uniform number.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(StepBenchmark.STEPS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xms1g", "-Xmx1g"})
public class StepBenchmark {

  static final int STEPS = 4096;

  private static final int USERS = 160_000;
  private static final int ITEMS = 62_000;
  private static final int CACHED_ROWS = 16;
  private static final int PAIRS = 1 << 20;

  /// So many pairs ahead rows are read; 2 to 16 make little difference.
  private static final int AHEAD = 6;

  private static final int FLOATS_A_LINE = 16;
  private static final float RATE = 0.01f;
  private static final float KEEP = 1 - RATE * 0.01f;
  private static final float RATING = 0.5f;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /// Length of a vector.
  @Param({"32", "64", "128"})
  public int factors;

  private VectorKernels scalar;
  private VectorKernels simd;
  private float[] users;
  private float[] items;
  private short[] halfUsers;
  private short[] halfItems;
  private float[] user;
  private float[] item;
  private int[] userAt;
  private int[] itemAt;
  private int next;

  /// Draws rows and pairs.
  @Setup
  public void fill() {
    scalar = KernelChoice.SCALAR.select();
    simd = KernelChoice.SIMD.select();
    SplittableRandom random = new SplittableRandom(5);
    users = noise(USERS * factors, random);
    items = noise(ITEMS * factors, random);
    user = new float[factors];
    item = new float[factors];
    halfUsers = new short[users.length];
    halfItems = new short[items.length];
    pack(users, halfUsers, 0);
    pack(items, halfItems, 0);
    userAt = new int[PAIRS];
    itemAt = new int[PAIRS];
    for (int n = 0; n < PAIRS; n++) {
      userAt[n] = random.nextInt(USERS) * factors;
      itemAt[n] = factors * (int) (ITEMS * Math.pow(random.nextDouble(), 3));
    }
  }

  private static float[] noise(int length, SplittableRandom random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (0.1 * random.nextGaussian());
    }
    return values;
  }

  private void step(VectorKernels kernels, int user, int item) {
    float error = RATING - kernels.dot(users, user, items, item, factors);
    float gain = RATE * error;
    kernels.sgdStep(users, user, items, item, factors, gain, KEEP, gain, KEEP);
  }

  private void inCache(VectorKernels kernels) {
    for (int n = 0; n < STEPS; n++) {
      int row = factors * (n % CACHED_ROWS);
      step(kernels, row, row);
    }
  }

  private int start() {
    next = (next + STEPS) % (PAIRS - STEPS - AHEAD);
    return next;
  }

  /// Loops over two arrays, as one writes them without the Vector API, in cache.
  @Benchmark
  public void cacheScalarLoop() {
    for (int n = 0; n < STEPS; n++) {
      int row = factors * (n % CACHED_ROWS);
      float sum = 0;
      for (int i = row; i < row + factors; i++) {
        sum += users[i] * items[i];
      }
      float gain = RATE * (RATING - sum);
      for (int i = row; i < row + factors; i++) {
        float u = users[i];
        users[i] = KEEP * u + gain * items[i];
        items[i] = KEEP * items[i] + gain * u;
      }
    }
  }

  /// The scalar twin, in cache.
  @Benchmark
  public void cacheScalar() {
    inCache(scalar);
  }

  /// Eddy's kernels, in cache.
  @Benchmark
  public void cacheSimd() {
    inCache(simd);
  }

  /// Eddy's kernels, in memory.
  @Benchmark
  public void memorySimd() {
    int start = start();
    for (int n = start; n < start + STEPS; n++) {
      step(simd, userAt[n], itemAt[n]);
    }
  }

  /// The plain loop over two arrays, as one writes it with the Vector API.
  @Benchmark
  public void memoryPlain() {
    int start = start();
    for (int n = start; n < start + STEPS; n++) {
      plainStep(users, userAt[n], items, itemAt[n], factors);
    }
  }

  /// Eddy's kernels, in memory, with the rows of a later pair read ahead, a float a line of cache.
  @Benchmark
  public float memoryReadAhead() {
    int start = start();
    float seen = 0;
    for (int n = start; n < start + STEPS; n++) {
      seen += touch(users, userAt[n + AHEAD]) + touch(items, itemAt[n + AHEAD]);
      step(simd, userAt[n], itemAt[n]);
    }
    return seen;
  }

  private float touch(float[] rows, int at) {
    float sum = 0;
    for (int i = at; i < at + factors; i += FLOATS_A_LINE) {
      sum += rows[i];
    }
    return sum;
  }

  /// Eddy's kernels on rows that are stored in half precision, in memory.
  @Benchmark
  public void memoryHalf() {
    int start = start();
    for (int n = start; n < start + STEPS; n++) {
      unpack(halfUsers, userAt[n], user);
      unpack(halfItems, itemAt[n], item);
      float gain = RATE * (RATING - simd.dot(user, 0, item, 0, factors));
      simd.sgdStep(user, 0, item, 0, factors, gain, KEEP, gain, KEEP);
      pack(user, halfUsers, userAt[n]);
      pack(item, halfItems, itemAt[n]);
    }
  }

  private static void unpack(short[] halves, int at, float[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] = Float.float16ToFloat(halves[at + i]);
    }
  }

  private static void pack(float[] row, short[] halves, int at) {
    for (int i = 0; i < row.length; i++) {
      halves[at + i] = Float.floatToFloat16(row[i]);
    }
  }

  private static void plainStep(float[] users, int user, float[] items, int item, int length) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < length; i += SPECIES.length()) {
      FloatVector u = FloatVector.fromArray(SPECIES, users, user + i);
      FloatVector v = FloatVector.fromArray(SPECIES, items, item + i);
      sum = u.fma(v, sum);
    }
    float gain = RATE * (RATING - sum.reduceLanes(VectorOperators.ADD));
    for (int i = 0; i < length; i += SPECIES.length()) {
      FloatVector u = FloatVector.fromArray(SPECIES, users, user + i);
      FloatVector v = FloatVector.fromArray(SPECIES, items, item + i);
      v.mul(gain).add(u.mul(KEEP)).intoArray(users, user + i);
      u.mul(gain).add(v.mul(KEEP)).intoArray(items, item + i);
    }
  }
}
