package dev.eddy.stream.merge;

import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.factorization.item.ItemRows;
import dev.eddy.failure.Failure;
import dev.eddy.failure.Remedy;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.store.ChoiceRow;
import dev.eddy.store.ChoiceRowCodec;
import dev.eddy.stream.record.EngineMetrics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes merged choices over into the index of this instance. It runs on the global thread, during
/// restore as well; an exception there would end the client, so a damaged row is logged,
/// counted and skipped. A row of another format ends the client.
public final class ChoiceIndexProcessor implements Processor<byte[], byte[], Void, Void> {

  public static final String NAME = "choice-index";
  public static final String STORE = "choice-index";
  private static final Logger LOG = LoggerFactory.getLogger(ChoiceIndexProcessor.class);

  private final ChoiceIndex index;
  private final ItemRows items;
  private final Newcomers newcomers;
  private final ChoiceRowCodec codec;
  private final EngineMetrics metrics;

  public ChoiceIndexProcessor(
      ChoiceIndex index,
      ItemRows items,
      Newcomers newcomers,
      ChoiceRowCodec codec,
      EngineMetrics metrics) {
    this.index = index;
    this.items = items;
    this.newcomers = newcomers;
    this.codec = codec;
    this.metrics = metrics;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return; // nothing that merging has written
    }
    String itemId = new String(record.key(), StandardCharsets.UTF_8);
    try {
      switch (codec.decode(itemId, record.value())) {
        case ChoiceRow.OfItem(ChoiceItem item) -> {
          index.put(items.number(itemId), item);
          newcomers.addChosen(itemId);
        }
        case ChoiceRow.OfAll(ChoiceShared shared) -> index.put(shared);
      }
    } catch (Failure e) {
      switch (Remedy.of(e)) {
        case DEAD_LETTER -> {
          metrics.unreadableRecord();
          LOG.error("Skipped a damaged record of merged choices: {}", e.getMessage());
        }
        case STOP, RETRY -> throw e;
      }
    }
  }
}
