package dev.eddy.app.instance;

import java.util.List;

/// Closes what is open, each also where another fails.
final class Closing {

  private Closing() {}

  /// Closes all, in this order.
  ///
  /// @throws IllegalStateException for the first that failed, with the others suppressed
  static void all(List<? extends AutoCloseable> open) {
    IllegalStateException failed = null;
    for (AutoCloseable one : open) {
      try {
        one.close();
      } catch (Exception e) { // AutoCloseable declares no narrower one
        if (failed == null) {
          failed = new IllegalStateException("not everything could be closed", e);
        } else {
          failed.addSuppressed(e);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
