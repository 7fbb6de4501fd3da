package dev.eddy.serve.backend;

import java.util.List;

/// Who learns and copies which partitions of the ratings, as this instance knows it.
///
/// @param partitions how many there are
/// @param members all instances, in the order of their addresses
/// @param learned what this instance learns, by partition
/// @param restores what this instance is restoring
public record Cluster(
    int partitions, List<Member> members, List<Learned> learned, List<Restore> restores) {

  /// Copies the lists.
  public Cluster {
    members = List.copyOf(members);
    learned = List.copyOf(learned);
    restores = List.copyOf(restores);
  }

  /// An instance.
  ///
  /// @param address `host:port` at which others ask it
  /// @param self whether it is this one
  /// @param learns partitions that it learns
  /// @param copies partitions of which it keeps a copy
  public record Member(String address, boolean self, List<Integer> learns, List<Integer> copies) {}

  /// A partition that is learned here.
  ///
  /// @param offset of the last record that was learned, -1 before the first
  /// @param cacheHitRatio which part of the rows that were needed was decoded in memory, 0 to 1
  /// @param cachedBytes about how large the decoded rows in memory are
  /// @param dirtyRows how many of them are not yet written
  public record Learned(
      int partition, long offset, double cacheHitRatio, long cachedBytes, long dirtyRows) {}

  /// A part of the state that is being restored.
  ///
  /// @param what store and partition
  /// @param done how many records are restored
  /// @param all how many there are
  public record Restore(String what, long done, long all) {}
}
