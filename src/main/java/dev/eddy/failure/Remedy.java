package dev.eddy.failure;

/// What to do about a failure.
public enum Remedy {
  /// Put the record aside, say so, count it, and go on with the next.
  DEAD_LETTER,

  /// Stop the instance: trying again changes nothing, and going on would lose something. An
  /// operator has to act.
  STOP,

  /// Try again.
  RETRY;

  /// Returns what to do about a failure with the record at hand.
  public static Remedy of(Failure failure) {
    return switch (failure) {
      // Only Eddy writes its topics, so somebody else wrote this record; nothing is lost by it.
      case DamagedRecordException _ -> DEAD_LETTER;
      // It has to be restored from Kafka; records that are learned on top of it would be lost.
      case DamagedStateException _ -> STOP;
      // During a rolling upgrade the new build takes over from here.
      case UnknownFormatException _ -> STOP;
      // Whoever changed the settings can change them back.
      case OtherModelException _ -> STOP;
      case MissingPermissionException _ -> STOP;
      case MissingTopicException _ -> STOP;
      case UnavailableException _ -> RETRY;
    };
  }
}
