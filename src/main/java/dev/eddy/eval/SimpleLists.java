package dev.eddy.eval;

import dev.eddy.factorization.user.HistoryView;
import java.util.function.IntToDoubleFunction;

/// A simple way to order items for somebody, learned choice by choice: what Eddy is compared with.
interface SimpleLists {

  /// Learns that somebody chose an item.
  ///
  /// @param history what they chose before
  void learn(HistoryView history, int item);

  /// Returns the score of every item for somebody, of use until the next choice.
  IntToDoubleFunction scores(HistoryView history);
}
