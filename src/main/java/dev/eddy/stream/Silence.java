package dev.eddy.stream;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/// Stands where a sink would, in an engine that learns in the shadow of another one: that one tells
/// the same.
final class Silence implements Processor<byte[], byte[], Void, Void> {

  @Override
  public void process(Record<byte[], byte[]> record) {}
}
