package dev.eddy.eval;

import it.unimi.dsi.fastutil.ints.IntSet;

/// What should be in somebody's list: what they went on to choose.
///
/// @param liked that of it which they rated high
/// @param any all of it
record Wanted(IntSet liked, IntSet any) {}
