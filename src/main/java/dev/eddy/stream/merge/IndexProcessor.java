package dev.eddy.stream.merge;

import dev.eddy.failure.Failure;
import dev.eddy.failure.Remedy;
import dev.eddy.index.ItemIndex;
import dev.eddy.store.ItemRowCodec;
import dev.eddy.stream.record.EngineMetrics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes merged rows over into the index of this instance. It runs on the global thread, during
/// restore as well; an exception there ends the client, so a damaged row is logged, counted and
/// skipped. For a row of another format the client does end: without it nothing would be right.
public final class IndexProcessor implements Processor<byte[], byte[], Void, Void> {

  public static final String NAME = "index";
  public static final String STORE = "item-index";
  private static final Logger LOG = LoggerFactory.getLogger(IndexProcessor.class);

  private final ItemIndex index;
  private final ItemRowCodec codec;
  private final EngineMetrics metrics;

  public IndexProcessor(ItemIndex index, ItemRowCodec codec, EngineMetrics metrics) {
    this.index = index;
    this.codec = codec;
    this.metrics = metrics;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.key() == null) {
      return; // nothing that merging has written
    }
    String itemId = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      index.remove(itemId);
      return;
    }
    try {
      index.put(itemId, codec.decode(itemId, record.value()));
    } catch (Failure e) {
      switch (Remedy.of(e)) {
        case DEAD_LETTER -> {
          metrics.unreadableRecord();
          LOG.error("Skipped a damaged merged row: {}", e.getMessage());
        }
        case STOP, RETRY -> throw e;
      }
    }
  }
}
