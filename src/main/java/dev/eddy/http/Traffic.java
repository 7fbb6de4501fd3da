package dev.eddy.http;

/// Is told what becomes of requests and connections, those too that no endpoint gets to see. Any
/// thread calls it.
public interface Traffic {

  /// What stands for an endpoint where a request reached none.
  String NO_ENDPOINT = "none";

  /// For whoever does not want to know.
  Traffic UNWATCHED =
      new Traffic() {
        @Override
        public void answered(String endpoint, int status) {}

        @Override
        public void cutOff(Cut why) {}
      };

  /// A request is answered.
  ///
  /// @param endpoint method and path template, such as `GET /v1/users/{user}`, or [#NO_ENDPOINT]
  /// @param status of the answer
  void answered(String endpoint, int status);

  /// A connection is closed without an answer, or gets no other than that there is no place.
  void cutOff(Cut why);

  /// Why a connection is cut off.
  enum Cut {
    /// There are as many as are allowed.
    CONNECTIONS,
    /// One address has as many as it may.
    ADDRESS,
    /// The line and the headers of a request did not come in time.
    HEAD
  }
}
