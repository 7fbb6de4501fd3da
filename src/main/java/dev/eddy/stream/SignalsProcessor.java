package dev.eddy.stream;

import dev.eddy.drift.DriftBoard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes published signals over into the board of this instance. It runs on the global thread,
/// where an exception would end the client, so an unreadable one is logged, counted and skipped.
final class SignalsProcessor implements Processor<byte[], byte[], Void, Void> {

  static final String NAME = "signals";
  static final String STORE = "drift-board";
  private static final Logger LOG = LoggerFactory.getLogger(SignalsProcessor.class);

  private final DriftBoard board;
  private final EngineMetrics metrics;

  SignalsProcessor(DriftBoard board, EngineMetrics metrics) {
    this.board = board;
    this.metrics = metrics;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    try {
      if (key.equals(SignalWriter.FACTS)) {
        board.put(SignalWriter.readFacts(record.value()));
      } else {
        board.put(SignalWriter.readSignal(record.value()));
      }
    } catch (IOException | IllegalArgumentException e) {
      metrics.unreadableRecord();
      LOG.error("A signal of {} is skipped: {}", key, e.getMessage());
    }
  }
}
