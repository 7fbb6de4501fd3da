package dev.eddy.index;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;

/// JVector's graph. A changed item is a new node, the old one is deleted. Its products are of unit
/// vectors, so each vector gets a coordinate that makes all equally long (Bachrach et al. 2014),
/// and users get a zero there.
final class JVectorPeer implements GraphPeer {

  private static final VectorTypeSupport VECTORS =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private static final VectorSimilarityFunction PRODUCT = VectorSimilarityFunction.DOT_PRODUCT;
  private static final int DEGREE = 32;
  private static final int BEAM = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  private final double longest;
  private final List<VectorFloat<?>> vectors = new ArrayList<>();
  private final List<Integer> items = new ArrayList<>();
  private final Map<Integer, Integer> nodes = new HashMap<>();
  private final RandomAccessVectorValues values;
  private final GraphIndexBuilder builder;

  /// Creates an empty graph.
  ///
  /// @param longest no vector is longer
  JVectorPeer(int dimensions, double longest) {
    this.longest = longest;
    values = new ListRandomAccessVectorValues(vectors, dimensions + 1);
    ForkJoinPool one = new ForkJoinPool(1);
    builder =
        new GraphIndexBuilder(
            BuildScoreProvider.randomAccessScoreProvider(values, PRODUCT),
            dimensions + 1,
            DEGREE,
            BEAM,
            OVERFLOW,
            ALPHA,
            true,
            true,
            one,
            one);
  }

  @Override
  public String name() {
    return "jvector";
  }

  @Override
  public void put(int item, float[] vector) {
    float[] unit = Arrays.copyOf(vector, vector.length + 1);
    double square = 0;
    for (int i = 0; i < vector.length; i++) {
      unit[i] /= (float) longest;
      square += unit[i] * unit[i];
    }
    unit[vector.length] = (float) Math.sqrt(Math.max(0, 1 - square));
    int node = vectors.size();
    VectorFloat<?> added = VECTORS.createFloatVector(unit);
    vectors.add(added);
    items.add(item);
    Integer old = nodes.put(item, node);
    if (old != null) {
      builder.markNodeDeleted(old);
    }
    builder.addGraphNode(node, added);
  }

  @Override
  public void refresh() {
    builder.cleanup();
  }

  @Override
  public int[] best(float[] vector, int n, int effort) {
    SearchResult found =
        GraphSearcher.search(
            VECTORS.createFloatVector(Arrays.copyOf(vector, vector.length + 1)),
            n,
            effort,
            values,
            PRODUCT,
            builder.getGraph(),
            Bits.ALL);
    return Arrays.stream(found.getNodes()).mapToInt(node -> items.get(node.node)).toArray();
  }

  @Override
  public void close() {
    try {
      builder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
