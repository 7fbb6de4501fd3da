package dev.eddy.app.snapshot;

/// Is told how far a long piece of work is.
@FunctionalInterface
public interface Steps {

  /// Takes no notice.
  Steps UNSEEN = (step, done, total) -> {};

  /// Work goes on.
  ///
  /// @param step what is done now, such as `records read`
  /// @param done how many are done
  /// @param total how many there will be, as far as is known
  void at(String step, long done, long total);
}
