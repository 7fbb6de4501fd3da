/// The rows that choices are learned in: counters of an item and of the choices before it, the
/// weights that all share, and the additive deltas by which partitions agree on them.
///
/// May import: `factorization.item`, `factorization.model`.
///
/// Start reading at [dev.eddy.choice.row.ChoiceItem].
package dev.eddy.choice.row;
