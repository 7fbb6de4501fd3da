package dev.eddy.serve.limit;

/// Limits for tests of other things: on a machine that is busy with other tests, nothing is refused
/// because it is late.
public final class Unhurried {

  public static final LimitSettings LIMITS = withRequestsPerTokenSecond(0);

  private Unhurried() {}

  /// Returns the same, with a limit of the requests of a token.
  public static LimitSettings withRequestsPerTokenSecond(int most) {
    LimitSettings shipped = LimitSettings.DEFAULT;
    return new LimitSettings(
        shipped.clientShare(),
        shipped.maxInFlight(),
        shipped.maxReads(),
        shipped.maxWrites(),
        shipped.maxWaits(),
        shipped.maxUploads(),
        shipped.maxEventStreams(),
        600_000,
        shipped.maxBodyBytes(),
        shipped.maxHeldBytes(),
        shipped.maxUploadLines(),
        shipped.maxWritesPerUserMinute(),
        most,
        shipped.transport());
  }
}
