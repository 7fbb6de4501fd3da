package dev.eddy.app;

import dev.eddy.stream.StreamSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// A running topology as one writes it without further thought: bytes in, and for each event one
/// row of floats read from a RocksDB store and written back, Kafka Streams' record cache and a
/// changelog included; or nothing at all.
final class PlainTopology implements AutoCloseable {

  private static final String STORE = "rows";
  private static final int FLOATS = 65;
  private static final Duration CLOSE = Duration.ofSeconds(20);

  private final LongAdder seen = new LongAdder();
  private final KafkaStreams streams;

  /// Starts it.
  ///
  /// @param like partitions, threads, commit interval and cache are taken from here
  /// @param withRows whether rows are read and written
  PlainTopology(
      String bootstrapServers,
      String applicationId,
      Path stateDir,
      StreamSettings like,
      boolean withRows) {
    Topology topology = new Topology();
    topology.addSource(
        "ratings", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "ratings");
    topology.addProcessor("count", withRows ? Rows::new : Nothing::new, "ratings");
    if (withRows) {
      topology.addStateStore(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
              .withCachingEnabled(),
          "count");
    }
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, like.threads());
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, like.commitIntervalMs());
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, like.cacheBytes());
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    streams = new KafkaStreams(topology, config);
    streams.start();
  }

  /// Returns how many events it has seen.
  long seen() {
    return seen.sum();
  }

  @Override
  public void close() {
    streams.close(CLOSE);
  }

  private final class Nothing implements Processor<byte[], byte[], Void, Void> {
    @Override
    public void process(Record<byte[], byte[]> record) {
      seen.increment();
    }
  }

  private final class Rows implements Processor<byte[], byte[], Void, Void> {
    private KeyValueStore<Bytes, byte[]> rows;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      rows = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      Bytes key = Bytes.wrap(record.key());
      byte[] stored = rows.get(key);
      float[] row = new float[FLOATS];
      if (stored != null) {
        ByteBuffer.wrap(stored).asFloatBuffer().get(row);
      }
      row[0]++;
      byte[] changed = new byte[FLOATS * Float.BYTES];
      ByteBuffer.wrap(changed).asFloatBuffer().put(row);
      rows.put(key, changed);
      seen.increment();
    }
  }
}
