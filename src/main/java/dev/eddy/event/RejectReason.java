package dev.eddy.event;

/// Every reason for which a rating is refused: a record that goes to the dead-letter topic, a row
/// of a file or of an upload. The label is what headers, metrics, problems and reports carry; it
/// never changes once published.
public enum RejectReason {
  /// The value is not one JSON object.
  NOT_JSON("not JSON"),
  /// A required field is absent.
  MISSING_FIELD("missing field"),
  /// An event has neither a rating nor a kind.
  NOTHING_TOLD("neither rating nor kind"),
  /// A field holds another JSON type than the format says.
  WRONG_TYPE("wrong type"),
  /// An id is the empty string.
  EMPTY_ID("empty id"),
  /// An id is longer than 256 bytes in UTF-8.
  ID_TOO_LONG("id too long"),
  /// An id starts with the character NUL.
  RESERVED_ID("reserved id"),
  /// An id holds the sign that stands where bytes were no text.
  NOT_UTF8("not UTF-8"),
  /// The rating is not a finite number.
  RATING_NOT_FINITE("rating not finite"),
  /// The rating lies outside the configured scale.
  RATING_OUT_OF_SCALE("rating out of scale"),
  /// The weight lies outside 0–10.
  WEIGHT_OUT_OF_RANGE("weight out of range"),
  /// The kind is none of those that the settings name.
  UNKNOWN_KIND("unknown kind"),
  /// The value of a kind is negative or not finite.
  VALUE_OUT_OF_RANGE("value out of range"),
  /// The timestamp is a number of seconds where milliseconds were expected.
  TIMESTAMP_IN_SECONDS("timestamp in seconds"),
  /// The timestamp is negative.
  TIMESTAMP_NEGATIVE("timestamp negative"),
  /// The timestamp lies more than a day ahead.
  TIMESTAMP_AHEAD("timestamp ahead"),
  /// A list has more than 1,000 items.
  TOO_MANY_ITEMS("too many items"),
  /// A row of a table has more columns than the table.
  TOO_MANY_COLUMNS("too many columns"),
  /// A row of a table opens a quote that is not closed where the row ends.
  OPEN_QUOTE("quote not closed"),
  /// The record is larger than the configured limit.
  RECORD_TOO_LARGE("record too large"),
  /// The record has no key.
  MISSING_KEY("missing key"),
  /// The key is not the user id of the value.
  KEY_MISMATCH("key and user disagree"),
  /// The record does not lie on the partition that Kafka's partitioner gives its key.
  WRONG_PARTITION("wrong partition"),
  /// The user has done more in a minute than the settings allow.
  TOO_MANY_A_MINUTE("too many a minute");

  private final String label;

  RejectReason(String label) {
    this.label = label;
  }

  /// Returns the stable name, such as `missing key`.
  public String label() {
    return label;
  }
}
