package dev.eddy.failure;

/// What can go wrong with records, state and brokers while the stream runs. The family is closed:
/// [Remedy] decides for each member what to do about it. The message says what happened, where, and
/// what to do.
public abstract sealed class Failure extends RuntimeException
    permits DamagedRecordException,
        DamagedStateException,
        MissingPermissionException,
        MissingTopicException,
        UnknownFormatException,
        OtherModelException,
        UnavailableException {

  private static final long serialVersionUID = 1L;

  Failure(String message) {
    super(message);
  }

  Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
