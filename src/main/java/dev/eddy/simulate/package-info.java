/// Synthetic worlds, of which the truth is known.
///
/// May import: `event`, `factorization`, `drift`, `eval`. Start reading at
/// [dev.eddy.simulate.World].
package dev.eddy.simulate;
