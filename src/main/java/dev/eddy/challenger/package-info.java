/// Champion and challenger: which of two models predicts better, by a test that may be looked at
/// all the time, whom each of them serves, and the record by which the other one is promoted.
///
/// May import: `kernel`.
///
/// Start reading at [dev.eddy.challenger.PairedEvidence].
package dev.eddy.challenger;
