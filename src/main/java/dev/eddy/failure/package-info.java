/// What can go wrong while the stream runs, and what to do about it.
///
/// May import: no other package of Eddy.
///
/// Start reading at [dev.eddy.failure.Remedy].
package dev.eddy.failure;
