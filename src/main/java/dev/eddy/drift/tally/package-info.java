/// Counts what users are shown and what they rate: for one partition of the stream, or for a world
/// in memory. Both count by the same class.
///
/// May import: `catalog`, `drift`, `drift.count`, `event`, `factorization`,
/// `factorization.user`, `index`.
///
/// Start reading at [dev.eddy.drift.tally.DriftCounter].
package dev.eddy.drift.tally;
