package dev.eddy.stream.merge;

import dev.eddy.catalog.Catalog;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.InvalidEventException;
import dev.eddy.event.TreeReader;
import dev.eddy.stream.record.EngineMetrics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes catalog entries over into memory. It runs on the global thread, so a bad entry is
/// logged, counted and skipped: an exception would end the client.
public final class CatalogProcessor implements Processor<byte[], byte[], Void, Void> {

  public static final String NAME = "catalog";
  public static final String STORE = "catalog";
  private static final Logger LOG = LoggerFactory.getLogger(CatalogProcessor.class);

  private final Catalog catalog;
  private final Newcomers newcomers;
  private final EngineMetrics metrics;

  public CatalogProcessor(Catalog catalog, Newcomers newcomers, EngineMetrics metrics) {
    this.catalog = catalog;
    this.newcomers = newcomers;
    this.metrics = metrics;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.key() == null) {
      skip("without a key", "the key must be the item id");
      return;
    }
    String itemId = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      catalog.remove(itemId);
      newcomers.remove(itemId);
      return;
    }
    try {
      CatalogItem item = TreeReader.readItem(record.value());
      if (item.itemId().equals(itemId)) {
        catalog.put(item);
        newcomers.add(itemId);
      } else {
        skip(itemId, "its itemId is " + item.itemId());
      }
    } catch (InvalidEventException e) {
      skip(itemId, e.reason().label() + ", " + e.getMessage());
    }
  }

  private void skip(String what, String why) {
    metrics.unreadableRecord();
    LOG.warn("Skipped catalog entry {}: {}", what, why);
  }
}
