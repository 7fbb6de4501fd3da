package dev.eddy.factorization.item;

/// What one partition changed of one item since its last flush.
///
/// @param partition the contributing partition
/// @param sequence the number of the flush, ascending within a partition
/// @param countChange by how much the number of standing ratings changed
/// @param start the row the partition started the item at, or null where it knew a merged row
/// @param change the difference of natural forms (see
///     [RowLayout][dev.eddy.factorization.model.RowLayout]); of
///     [RowLayout#WAITING][dev.eddy.factorization.model.RowLayout#WAITING] where the partition took
///     the item for one that is not admitted
/// @param ratedMs when the item was rated, by the clock of the partition; 0 where it was not, or
///     where nothing expires
public record ItemDelta(
    int partition, long sequence, int countChange, float[] start, float[] change, long ratedMs) {}
