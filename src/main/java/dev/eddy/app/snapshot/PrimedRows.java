package dev.eddy.app.snapshot;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.store.RowRecords;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Bytes;

/// Writes rows to the topics that a generation restores its stores from. One thread uses it.
final class PrimedRows implements AutoCloseable {

  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /// Creates a writer.
  ///
  /// @param producer closed with it
  PrimedRows(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /// Writes a record to the partition that Kafka gives its key.
  void put(String topic, byte[] key, byte[] value) {
    send(new ProducerRecord<>(topic, key, value));
  }

  /// Returns one partition of a changelog, into which a codec writes rows.
  RowRecords partition(String topic, int partition) {
    return new RowRecords() {
      @Override
      public byte[] get(Bytes key) {
        throw new UnsupportedOperationException("a changelog is only written");
      }

      @Override
      public void put(Bytes key, byte[] value) {
        send(new ProducerRecord<>(topic, partition, key.get(), value));
      }
    };
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    throwIfFailed();
    var _ =
        producer.send(
            record,
            (written, problem) -> {
              if (problem != null) {
                failure.compareAndSet(null, problem);
              }
            });
  }

  /// Returns when everything is acknowledged.
  ///
  /// @throws CommandFailedException if something is not, or the thread is interrupted
  void flush() {
    producer.flush();
    throwIfFailed();
  }

  private void throwIfFailed() {
    if (Thread.currentThread().isInterrupted()) { // a producer only looks where it has to wait
      throw new CommandFailedException("interrupted; what was begun is taken back");
    }
    Exception problem = failure.get();
    if (problem != null) {
      throw new CommandFailedException(
          "Kafka has not acknowledged a row: " + problem.getMessage(), problem);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
