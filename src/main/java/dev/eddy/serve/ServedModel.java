package dev.eddy.serve;

import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.items.BiasTracks;
import dev.eddy.serve.peer.PeerClient;

/// A model with what the query layer keeps of it.
///
/// @param peers asks other instances for users as this model sees them
/// @param tracks how the biases of its items moved
record ServedModel(Backend backend, PeerClient peers, BiasTracks tracks) implements AutoCloseable {

  @Override
  public void close() {
    peers.close();
  }
}
