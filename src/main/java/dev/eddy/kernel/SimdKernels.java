package dev.eddy.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The kernels on the Java Vector API, in the widest shape the processor prefers.
///
/// The rest of a row that does not fill a vector is a scalar loop, which costs less than a masked
/// load on machines without mask registers.
public final class SimdKernels implements VectorKernels {

  /// Where the runtime has no vectors at all it prefers two lanes; there are no shorts for those.
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() < FloatVector.SPECIES_128.length()
          ? FloatVector.SPECIES_128
          : FloatVector.SPECIES_PREFERRED;

  private static final int LANES = SPECIES.length();

  /// Vectors of as many lanes.
  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(
          short.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / Float.BYTES * Short.BYTES));

  /// No vector is narrower than 64 bits: beside four floats, one of bytes is half empty.
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(
          byte.class,
          VectorShape.forBitSize(Math.max(Long.SIZE, SPECIES.vectorBitSize() / Float.BYTES)));

  SimdKernels() {}

  /// Returns how many floats one vector holds on this machine.
  public static int lanes() {
    return LANES;
  }

  @Override
  public String name() {
    return "simd-" + SPECIES.vectorBitSize();
  }

  @Override
  public float dot(float[] a, int aAt, float[] b, int bAt, int length) {
    int bound = SPECIES.loopBound(length);
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < bound; i += LANES) {
      sums = load(a, aAt + i).fma(load(b, bAt + i), sums);
    }
    float sum = sums.reduceLanes(VectorOperators.ADD);
    for (int i = bound; i < length; i++) {
      sum = Math.fma(a[aAt + i], b[bAt + i], sum);
    }
    return sum;
  }

  @Override
  public float dot(float[] a, int aAt, byte[] b, int bAt, int length) {
    int spare = BYTES.length() - LANES; // read, and of no use
    int bound = SPECIES.loopBound(Math.max(0, Math.min(length, b.length - bAt - spare)));
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector floats =
          (FloatVector)
              ByteVector.fromArray(BYTES, b, bAt + i).convertShape(VectorOperators.B2F, SPECIES, 0);
      sums = load(a, aAt + i).fma(floats, sums);
    }
    float sum = sums.reduceLanes(VectorOperators.ADD);
    for (int i = bound; i < length; i++) {
      sum = Math.fma(a[aAt + i], b[bAt + i], sum);
    }
    return sum;
  }

  @Override
  public void axpy(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    int i = 0;
    FloatVector factors = FloatVector.broadcast(SPECIES, factor);
    for (int end = length - LANES; i <= end; i += LANES) {
      load(x, xAt + i).fma(factors, load(y, yAt + i)).intoArray(y, yAt + i);
    }
    for (; i < length; i++) {
      y[yAt + i] = Math.fma(factor, x[xAt + i], y[yAt + i]);
    }
  }

  @Override
  public void scale(float factor, float[] x, int xAt, int length) {
    int i = 0;
    for (int end = length - LANES; i <= end; i += LANES) {
      load(x, xAt + i).mul(factor).intoArray(x, xAt + i);
    }
    for (; i < length; i++) {
      x[xAt + i] *= factor;
    }
  }

  @Override
  public void sgdStep(
      float[] user,
      int userAt,
      float[] item,
      int itemAt,
      int length,
      float gainUser,
      float keepUser,
      float gainItem,
      float keepItem) {
    int bound = SPECIES.loopBound(length);
    FloatVector gainUsers = FloatVector.broadcast(SPECIES, gainUser);
    FloatVector gainItems = FloatVector.broadcast(SPECIES, gainItem);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector u = load(user, userAt + i);
      FloatVector v = load(item, itemAt + i);
      v.fma(gainUsers, u.mul(keepUser)).intoArray(user, userAt + i);
      u.fma(gainItems, v.mul(keepItem)).intoArray(item, itemAt + i);
    }
    for (int i = bound; i < length; i++) {
      float u = user[userAt + i];
      float v = item[itemAt + i];
      user[userAt + i] = Math.fma(gainUser, v, keepUser * u);
      item[itemAt + i] = Math.fma(gainItem, u, keepItem * v);
    }
  }

  @Override
  public void scores(
      float[] query,
      int queryAt,
      float[] block,
      int stride,
      int length,
      float[] biases,
      int rows,
      float[] scores) {
    for (int row = 0; row < rows; row++) {
      scores[row] = biases[row] + dot(query, queryAt, block, row * stride, length);
    }
  }

  /// As a rule next to none reach: whole vectors are passed over by one comparison.
  @Override
  public int reaching(float[] x, int xAt, int length, float threshold, int[] places) {
    int found = 0;
    int i = 0;
    for (int end = length - LANES; i <= end; i += LANES) {
      VectorMask<Float> reach = load(x, xAt + i).compare(VectorOperators.GE, threshold);
      if (reach.anyTrue()) {
        for (long bits = reach.toLong(); bits != 0; bits &= bits - 1) {
          places[found++] = i + Long.numberOfTrailingZeros(bits);
        }
      }
    }
    for (; i < length; i++) {
      if (x[xAt + i] >= threshold) {
        places[found++] = i;
      }
    }
    return found;
  }

  /// Four vectors of outputs stay in registers while the inputs pass by.
  @Override
  public void addProduct(
      float[] m, int mAt, int inputs, int outputs, float[] x, int xAt, float[] y, int yAt) {
    int o = 0;
    for (int end = outputs - 4 * LANES; o <= end; o += 4 * LANES) {
      FloatVector y0 = load(y, yAt + o);
      FloatVector y1 = load(y, yAt + o + LANES);
      FloatVector y2 = load(y, yAt + o + 2 * LANES);
      FloatVector y3 = load(y, yAt + o + 3 * LANES);
      for (int c = 0; c < inputs; c++) {
        int at = mAt + c * outputs + o;
        FloatVector input = FloatVector.broadcast(SPECIES, x[xAt + c]);
        y0 = load(m, at).fma(input, y0);
        y1 = load(m, at + LANES).fma(input, y1);
        y2 = load(m, at + 2 * LANES).fma(input, y2);
        y3 = load(m, at + 3 * LANES).fma(input, y3);
      }
      y0.intoArray(y, yAt + o);
      y1.intoArray(y, yAt + o + LANES);
      y2.intoArray(y, yAt + o + 2 * LANES);
      y3.intoArray(y, yAt + o + 3 * LANES);
    }
    if (o < outputs) {
      for (int c = 0; c < inputs; c++) {
        axpy(x[xAt + c], m, mAt + c * outputs + o, y, yAt + o, outputs - o);
      }
    }
  }

  /// Two vectors of outputs stay in registers while the inputs pass by.
  @Override
  public void shortProduct(
      short[] m, int mAt, int inputs, int outputs, float[] x, int xAt, float[] y, int yAt) {
    int o = 0;
    for (int end = outputs - 2 * LANES; o <= end; o += 2 * LANES) {
      FloatVector y0 = FloatVector.zero(SPECIES);
      FloatVector y1 = y0;
      for (int c = 0; c < inputs; c++) {
        int at = mAt + c * outputs + o;
        FloatVector input = FloatVector.broadcast(SPECIES, x[xAt + c]);
        y0 = load(m, at).fma(input, y0);
        y1 = load(m, at + LANES).fma(input, y1);
      }
      y0.intoArray(y, yAt + o);
      y1.intoArray(y, yAt + o + LANES);
    }
    for (; o < outputs; o++) {
      float sum = 0;
      for (int c = 0; c < inputs; c++) {
        sum = Math.fma(x[xAt + c], ShortFloat.toFloat(m[mAt + c * outputs + o]), sum);
      }
      y[yAt + o] = sum;
    }
  }

  @Override
  public void addOuter(
      float keep,
      float gain,
      float[] x,
      int xAt,
      int inputs,
      float[] y,
      int yAt,
      int outputs,
      float[] m,
      int mAt) {
    FloatVector kept = FloatVector.broadcast(SPECIES, keep);
    for (int c = 0; c < inputs; c++) {
      int at = mAt + c * outputs;
      float factor = gain * x[xAt + c];
      int o = 0;
      for (int end = outputs - LANES; o <= end; o += LANES) {
        load(y, yAt + o).mul(factor).add(load(m, at + o).mul(kept)).intoArray(m, at + o);
      }
      for (; o < outputs; o++) {
        m[at + o] = keep * m[at + o] + factor * y[yAt + o];
      }
    }
  }

  @Override
  public void hiddenScores(
      float[] query,
      int queryAt,
      float[] output,
      int outputAt,
      int length,
      float[] block,
      float[] biases,
      int rows,
      float[] scores) {
    for (int row = 0; row < rows; row++) {
      int at = row * length;
      FloatVector sum0 = FloatVector.zero(SPECIES);
      FloatVector sum1 = sum0;
      int j = 0;
      for (int end = length - 2 * LANES; j <= end; j += 2 * LANES) {
        sum0 =
            load(query, queryAt + j)
                .add(load(block, at + j))
                .max(0)
                .fma(load(output, outputAt + j), sum0);
        sum1 =
            load(query, queryAt + j + LANES)
                .add(load(block, at + j + LANES))
                .max(0)
                .fma(load(output, outputAt + j + LANES), sum1);
      }
      float score = biases[row] + sum0.add(sum1).reduceLanes(VectorOperators.ADD);
      for (; j < length; j++) {
        score += output[outputAt + j] * Math.max(0, query[queryAt + j] + block[at + j]);
      }
      scores[row] = score;
    }
  }

  private static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(SPECIES, from, at);
  }

  private static FloatVector load(short[] from, int at) {
    return ShortVector.fromArray(SHORTS, from, at)
        .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0)
        .lanewise(VectorOperators.LSHL, Short.SIZE)
        .reinterpretAsFloats();
  }
}
