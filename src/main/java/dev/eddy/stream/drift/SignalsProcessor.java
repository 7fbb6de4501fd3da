package dev.eddy.stream.drift;

import dev.eddy.drift.DriftBoard;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.stream.record.EngineMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes published signals over into the board of this instance, and changes of brakes into the
/// brakes that are in force. It runs on the global thread,
/// where an exception would end the client, so an unreadable one is logged, counted and skipped.
public final class SignalsProcessor implements Processor<byte[], byte[], Void, Void> {

  public static final String NAME = "signals";
  public static final String STORE = "drift-board";
  private static final Logger LOG = LoggerFactory.getLogger(SignalsProcessor.class);

  private final DriftBoard board;
  private final CurrentBrakes brakes;
  private final EngineMetrics metrics;
  private long startedMs;

  public SignalsProcessor(DriftBoard board, CurrentBrakes brakes, EngineMetrics metrics) {
    this.board = board;
    this.brakes = brakes;
    this.metrics = metrics;
  }

  /// The topic is read from its beginning, and what happened before this start is counted no more.
  @Override
  public void init(ProcessorContext<Void, Void> context) {
    startedMs = context.currentSystemTimeMs();
  }

  private void takeOver(BrakeChange change) {
    CurrentBrakes.Taken taken = brakes.apply(change);
    if (taken.refusal().isPresent()) {
      if (taken.isNew()) {
        LOG.warn(
            "Brake {} stays at {}, was not {} to {} by {}: {}",
            change.brake(),
            brakes.get().value(change.of()),
            change.kind().label(),
            change.to(),
            change.who(),
            taken.refusal().get());
      }
    } else if (taken.isNew() && change.timeMs() >= startedMs) {
      metrics.brake(change);
    }
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
      } else if (key.equals(SignalWriter.BRAKE)) {
        takeOver(SignalWriter.readBrake(record.value()));
      } else {
        board.put(SignalWriter.readSignal(record.value()));
      }
    } catch (IOException | IllegalArgumentException e) {
      metrics.unreadableRecord();
      LOG.error("Skipped a drift signal of {}: {}", key, e.getMessage());
    }
  }
}
