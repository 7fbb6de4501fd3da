package dev.eddy.stream.record;

import dev.eddy.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// Makes dead letters: the bytes as they were read, and in the headers why and whence.
///
/// A key or a value so large that, with the headers, it might not fit where it came from would
/// fail the whole transaction; of such only the beginning is kept, with its length and its hash.
public final class DeadLetters {

  /// Header: the reason, one of the closed list.
  public static final String REASON = "eddy-reason";

  /// Header: what exactly is wrong.
  public static final String DETAIL = "eddy-detail";

  /// Header: the topic it was read from.
  public static final String TOPIC = "eddy-topic";

  /// Header: the partition it was read from.
  public static final String PARTITION = "eddy-partition";

  /// Header: its offset there.
  public static final String OFFSET = "eddy-offset";

  /// Header of a shortened value: how long it was, in bytes.
  public static final String ORIGINAL_BYTES = "eddy-original-bytes";

  /// Header of a shortened key: how long it was, in bytes.
  public static final String ORIGINAL_KEY_BYTES = "eddy-original-key-bytes";

  /// Header of a shortened value: the SHA-256 of all of it, in hexadecimal.
  public static final String SHA_256 = "eddy-sha256";

  /// Longer values are shortened to [#KEPT_BYTES]. Kafka's default limit of a record is 1 MiB.
  public static final int MAX_VALUE_BYTES = 900 << 10;

  public static final int KEPT_BYTES = 64 << 10;

  /// Longer keys, which no user id is, are shortened to this.
  public static final int MAX_KEY_BYTES = 1 << 10;

  /// The reason of a record of `item-deltas` that is no delta. Such a letter is not one of a
  /// producer's, and publishing it again would not help.
  public static final String UNREADABLE_DELTA = "unreadable delta";

  /// The reason given for a record of `drift-counts` that is none.
  public static final String UNREADABLE_COUNTS = "unreadable counts";

  /// The reason given for a record of `users` that cannot be used.
  public static final String UNREADABLE_ATTRIBUTES = "unreadable attributes";

  /// The reason given for a record of `exposures` that cannot be used. One without a value must
  /// never be taken for a rating: it would forget its user.
  public static final String UNREADABLE_EXPOSURE = "unreadable exposure";

  private DeadLetters() {}

  /// Returns whether only the beginning of a record was kept.
  public static boolean isShortened(Headers headers) {
    return headers.lastHeader(ORIGINAL_BYTES) != null
        || headers.lastHeader(ORIGINAL_KEY_BYTES) != null;
  }

  /// Returns whether a letter with this reason was sent as a rating, so that it may be sent
  /// again.
  public static boolean wasRating(String reason) {
    return !UNREADABLE_DELTA.equals(reason)
        && !UNREADABLE_COUNTS.equals(reason)
        && !UNREADABLE_ATTRIBUTES.equals(reason)
        && !UNREADABLE_EXPOSURE.equals(reason);
  }

  public static Record<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> read, Rejection why) {
    return letter(read, why.reason().label(), why.detail());
  }

  public static Record<byte[], byte[]> letter(
      Record<byte[], byte[]> read, RecordMetadata from, String reason, String detail) {
    return letter(
        new ConsumerRecord<>(
            from.topic(), from.partition(), from.offset(), read.key(), read.value()),
        read.timestamp(),
        reason,
        detail);
  }

  public static Record<byte[], byte[]> letter(
      ConsumerRecord<byte[], byte[]> read, String reason, String detail) {
    return letter(read, read.timestamp(), reason, detail);
  }

  private static Record<byte[], byte[]> letter(
      ConsumerRecord<byte[], byte[]> read, long timestampMs, String reason, String detail) {
    Headers headers = new RecordHeaders();
    put(headers, REASON, reason);
    put(headers, DETAIL, detail);
    put(headers, TOPIC, read.topic());
    put(headers, PARTITION, Integer.toString(read.partition()));
    put(headers, OFFSET, Long.toString(read.offset()));
    byte[] value = read.value();
    if (value != null && value.length > MAX_VALUE_BYTES) {
      put(headers, ORIGINAL_BYTES, Integer.toString(value.length));
      put(headers, SHA_256, sha256(value));
      value = Arrays.copyOf(value, KEPT_BYTES);
    }
    byte[] key = read.key();
    if (key != null && key.length > MAX_KEY_BYTES) {
      put(headers, ORIGINAL_KEY_BYTES, Integer.toString(key.length));
      key = Arrays.copyOf(key, MAX_KEY_BYTES);
    }
    return new Record<>(key, value, timestampMs, headers);
  }

  private static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] value) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
