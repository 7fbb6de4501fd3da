/// The item index that every instance holds in memory: exact top-N scans with bounds, neighbours,
/// the map, representative items.
///
/// May import: `choice.row`, `factorization`, `factorization.item`, `factorization.model`,
/// `kernel`.
///
/// Start reading at [dev.eddy.index.ItemIndex], then [dev.eddy.index.IndexSegment].
package dev.eddy.index;
