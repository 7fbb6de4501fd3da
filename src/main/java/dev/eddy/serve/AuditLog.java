package dev.eddy.serve;

import dev.eddy.http.Request;
import dev.eddy.serve.request.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a line to the log for every write and everything that operators do: who, what, from
/// where, and what came of it. The time and the id of the request are in each line. It names the
/// endpoint and not the ids of users or items, which are personal.
///
/// @param isOn whether it writes anything
record AuditLog(boolean isOn) {

  private static final Logger LOG = LoggerFactory.getLogger("dev.eddy.audit");

  /// Notes a request.
  ///
  /// @param who the name of the token's holder
  /// @param outcome `done`, `refused` or `failed`, and the status where it is an error
  void note(Endpoint endpoint, Request request, String who, String outcome) {
    if (!isOn) {
      return;
    }
    String what = endpoint.method() + " " + endpoint.path();
    LOG.atInfo()
        .addKeyValue("who", who)
        .addKeyValue("what", what)
        .addKeyValue("from", request.remoteAddress())
        .addKeyValue("outcome", outcome)
        .log("{} by {} from {}: {}", what, who, request.remoteAddress(), outcome);
  }
}
