package dev.eddy.http;

/// Tells clients apart, so that each has its share.
@FunctionalInterface
public interface ClientNames {

  /// By the address of the last hop.
  ClientNames BY_ADDRESS = Call::remoteAddress;

  /// Returns what a client goes by: the same for all its requests, and another for each other's.
  String name(Call call);
}
