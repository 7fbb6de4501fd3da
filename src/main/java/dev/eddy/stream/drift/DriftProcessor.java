package dev.eddy.stream.drift;

import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.Signal;
import dev.eddy.drift.count.WindowCounts;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.failure.UnknownFormatException;
import dev.eddy.index.ItemIndex;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.store.WriteBackStore;
import dev.eddy.stream.record.DeadLetters;
import dev.eddy.stream.record.EngineMetrics;
import dev.eddy.stream.record.Sinks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The aggregator: adds up the counts of all partitions, and publishes what the monitors say of
/// each window that ended, and what the governor does about it. Damaged counts go to the dead
/// letters.
public final class DriftProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  public static final String NAME = "drift";
  public static final String STORE = "drift-ledger";
  private static final String LEDGER = "ledger";
  private static final Logger LOG = LoggerFactory.getLogger(DriftProcessor.class);

  private final DriftSettings settings;
  private final Model model;
  private final ItemIndex index;
  private final GovernorSettings governor;
  private final CurrentBrakes brakes;
  private final EngineMetrics metrics;
  private ProcessorContext<byte[], byte[]> context;
  private WriteBackStore<StoredLedger> store;
  private StoredLedger ledger;
  private GovernedBrakes governed;

  public DriftProcessor(
      DriftSettings settings,
      GovernorSettings governor,
      CurrentBrakes brakes,
      Model model,
      ItemIndex index,
      EngineMetrics metrics) {
    this.settings = settings;
    this.governor = governor;
    this.brakes = brakes;
    this.model = model;
    this.index = index;
    this.metrics = metrics;
  }

  public static double ratingRange(Model model) {
    return model.settings().ratingMax() - model.settings().ratingMin();
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> newContext) {
    context = newContext;
    governed = new GovernedBrakes(governor, brakes);
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
      giveUp(record, "the record has no value");
      return;
    }
    if (WindowCounts.isOfOtherVersion(record.value())) {
      throw new UnknownFormatException(
          "the drift counts have format version %d, which this build cannot read. Run the build that wrote them"
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
      for (BrakeChange change :
          governed.after(window, settings.windowMs(), context.currentSystemTimeMs())) {
        publish(SignalWriter.BRAKE, SignalWriter.write(change));
      }
    }
    store.markDirty(LEDGER, ledger);
  }

  private void publish(String key, byte[] value) {
    context.forward(
        new Record<>(key.getBytes(StandardCharsets.UTF_8), value, context.currentSystemTimeMs()),
        Sinks.DRIFT_SIGNALS);
  }

  private void giveUp(Record<byte[], byte[]> record, String why) {
    RecordMetadata from =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a source record has metadata"));
    LOG.error("Drift counts go to the dead letters: {}", why);
    metrics.unreadableRecord();
    context.forward(
        DeadLetters.letter(record, from, DeadLetters.UNREADABLE_COUNTS, why),
        Sinks.COUNTS_DEAD_LETTERS);
  }
}
