/// Synthetic worlds, of which the truth is known.
///
/// May import: `event`.
///
/// Start reading at [dev.eddy.simulate.World].
package dev.eddy.simulate;
