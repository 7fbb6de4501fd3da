package dev.eddy.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// A fault that can be tried.
@FunctionalInterface
interface Fault {

  /// Tries it.
  ///
  /// @return what users saw, what was lost and how it healed
  /// @throws CannotBeTriedException where this machine does not allow it
  ObjectNode run(FaultStage stage)
      throws IOException, InterruptedException, CannotBeTriedException;

  /// A fault cannot be tried on this machine; the message says what is missing.
  final class CannotBeTriedException extends Exception {

    private static final long serialVersionUID = 1L;

    CannotBeTriedException(String message) {
      super(message);
    }
  }
}
