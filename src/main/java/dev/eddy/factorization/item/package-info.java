/// Items as partitions share them: merged rows, the deltas that add up to them, what a partition
/// has learned beyond the merged row, and where the row of a new item starts.
///
/// May import: `factorization.model`.
///
/// Start reading at [dev.eddy.factorization.item.LocalItem] and
/// [dev.eddy.factorization.item.ItemRow].
package dev.eddy.factorization.item;
