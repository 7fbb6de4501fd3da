package dev.eddy.index;

/// A graph index of a library (HNSW, Malkov and Yashunin 2016; Vamana, Subramanya et al. 2019)
/// over the same vectors, for comparison: approximate, and to be kept fresh.
interface GraphPeer extends AutoCloseable {

  /// Returns the name in the report.
  String name();

  /// Sets the vector of an item, new or changed. It may be seen only after [#refresh].
  void put(int item, float[] vector);

  /// Makes all that was set visible to searches.
  void refresh();

  /// Returns about the items with the largest products with a vector.
  ///
  /// @param effort how many candidates the search keeps, at least `n`
  int[] best(float[] vector, int n, int effort);

  @Override
  void close();
}
