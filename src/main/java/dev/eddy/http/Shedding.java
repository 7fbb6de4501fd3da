package dev.eddy.http;

/// Load shedding: decides which requests are worked on when more come than can be answered. Any
/// thread calls it, of a request at first one that must not wait.
public interface Shedding {

  /// For servers that answer whatever comes.
  Shedding NONE =
      new Shedding() {
        @Override
        public long arrived() {
          return 0;
        }

        @Override
        public void started(long arrivedNs) {}
      };

  /// The head of a request is read; the request is about to wait for a thread of its own.
  ///
  /// @return when that was, for [#started]
  /// @throws ProblemException if it is refused; nothing else is told of it then
  long arrived();

  /// A thread begins with a request that was let in.
  ///
  /// @throws ProblemException if it has waited too long to be worth an answer
  void started(long arrivedNs);
}
