/// What monitors and brakes are worth: many simulated loops, each with another seed, and what they
/// come to together.
///
/// May import: `drift.monitor`, `factorization.model`, `kernel`, `simulate.loop`.
///
/// Start reading at [dev.eddy.simulate.trial.Trial].
package dev.eddy.simulate.trial;
