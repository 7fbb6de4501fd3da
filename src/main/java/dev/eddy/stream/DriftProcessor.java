package dev.eddy.stream;

import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.Signal;
import dev.eddy.drift.WindowCounts;
import dev.eddy.factorization.Model;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.UnknownVersionException;
import dev.eddy.store.WriteBackStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The aggregator: adds up the counts of all partitions, and publishes what the monitors say of
/// each window that ended. Damaged counts go to the dead letters.
final class DriftProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  static final String NAME = "drift";
  static final String STORE = "drift-ledger";
  private static final String LEDGER = "ledger";
  private static final Logger LOG = LoggerFactory.getLogger(DriftProcessor.class);

  private final DriftSettings settings;
  private final Model model;
  private final ItemIndex index;
  private final EngineMetrics metrics;
  private ProcessorContext<byte[], byte[]> context;
  private WriteBackStore<StoredLedger> store;
  private StoredLedger ledger;

  DriftProcessor(DriftSettings settings, Model model, ItemIndex index, EngineMetrics metrics) {
    this.settings = settings;
    this.model = model;
    this.index = index;
    this.metrics = metrics;
  }

  static double ratingRange(Model model) {
    return model.settings().ratingMax() - model.settings().ratingMin();
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> newContext) {
    context = newContext;
    store = context.getStateStore(STORE);
    ledger = store.get(LEDGER);
    if (ledger == null) {
      ledger =
          new StoredLedger(new DriftLedger(settings, ratingRange(model)), settings.windowMs(), 0);
      store.put(LEDGER, ledger);
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.value() == null) {
      giveUp(record, "counts need a value");
      return;
    }
    if (WindowCounts.isOfOtherVersion(record.value())) {
      throw new UnknownVersionException(
          "counts of drift have format version %d, which this build does not read: run the build that wrote them"
              .formatted(record.value()[0]));
    }
    List<DriftLedger.Closed> ended;
    try {
      ended = ledger.add(record.value(), index::recommendable);
    } catch (IllegalArgumentException e) {
      giveUp(record, e.getMessage());
      return;
    }
    for (DriftLedger.Closed window : ended) {
      for (Signal signal : window.signals()) {
        publish(signal.monitor(), SignalWriter.write(signal));
      }
      publish(SignalWriter.FACTS, SignalWriter.write(window.facts()));
    }
    store.markDirty(LEDGER, ledger);
  }

  private void publish(String key, byte[] value) {
    context.forward(
        new Record<>(key.getBytes(StandardCharsets.UTF_8), value, context.currentSystemTimeMs()),
        EddyTopology.SIGNAL_SINK);
  }

  private void giveUp(Record<byte[], byte[]> record, String why) {
    RecordMetadata from =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a source record has metadata"));
    LOG.error("Counts of drift go to the dead letters: {}", why);
    metrics.unreadableRecord();
    context.forward(
        DeadLetters.letter(record, from, DeadLetters.UNREADABLE_COUNTS, why),
        EddyTopology.COUNTS_LETTER_SINK);
  }
}
