package dev.eddy.stream.learn;

import dev.eddy.event.RatingReader;
import dev.eddy.event.UserEvent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Sends every event on to the partition of its user, giving it a key where it has none. A
/// record of which no user can be read travels on as it is, and is judged where ratings are
/// judged.
public final class RekeyProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  public static final String NAME = "rekey";

  private final RatingReader reader;
  private ProcessorContext<byte[], byte[]> context;

  public RekeyProcessor(RatingReader reader) {
    this.reader = reader;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> newContext) {
    context = newContext;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.key() == null
        && record.value() != null
        && reader.readValue(record.value()) instanceof UserEvent event) {
      context.forward(record.withKey(event.userId().getBytes(StandardCharsets.UTF_8)));
    } else {
      context.forward(record);
    }
  }
}
