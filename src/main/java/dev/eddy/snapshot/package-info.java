/// Snapshots as files: the manifest with its checksums, matrices for NumPy, and lines of JSON. It
/// knows neither Kafka nor stores; `docs/formats.md` describes the files for readers in any
/// language.
///
/// May import: `choice.row`, `event`, `factorization`, `factorization.item`, `factorization.model`,
/// `factorization.user`.
///
/// Start reading at [dev.eddy.snapshot.SnapshotFolder].
package dev.eddy.snapshot;
