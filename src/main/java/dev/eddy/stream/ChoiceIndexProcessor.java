package dev.eddy.stream;

import dev.eddy.choice.ChoiceItem;
import dev.eddy.choice.ChoiceShared;
import dev.eddy.factorization.ItemRows;
import dev.eddy.store.ChoiceIndex;
import dev.eddy.store.ChoiceRow;
import dev.eddy.store.ChoiceRowCodec;
import dev.eddy.store.CorruptRowException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes merged choices over into the index of this instance. It runs on the global thread, during
/// restore as well; an exception there would end the client, so an unreadable row is logged,
/// counted and skipped.
final class ChoiceIndexProcessor implements Processor<byte[], byte[], Void, Void> {

  static final String NAME = "choice-index";
  static final String STORE = "choice-index";
  private static final Logger LOG = LoggerFactory.getLogger(ChoiceIndexProcessor.class);

  private final ChoiceIndex index;
  private final ItemRows items;
  private final Newcomers newcomers;
  private final ChoiceRowCodec codec;
  private final EngineMetrics metrics;

  ChoiceIndexProcessor(
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
    } catch (CorruptRowException e) {
      metrics.unreadableRecord();
      LOG.error("Merged choices are skipped: {}", e.getMessage());
    }
  }
}
