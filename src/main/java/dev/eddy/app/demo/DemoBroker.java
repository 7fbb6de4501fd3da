package dev.eddy.app.demo;

import java.nio.file.Path;

/// The broker of a demo.
public interface DemoBroker extends AutoCloseable {

  /// Returns where clients reach it.
  String bootstrapServers();

  /// Stops it.
  @Override
  void close();

  /// Starts brokers; found by [java.util.ServiceLoader].
  interface Factory {

    /// Starts a broker on a folder, which is formatted if it is new.
    DemoBroker start(Path folder);
  }
}
