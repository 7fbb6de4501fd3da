package dev.eddy.serve;

/// An endpoint under `/v1/admin`, which [Operators] guards: always answered, also before the model
/// is loaded.
interface OperatorEndpoint extends Endpoint {

  @Override
  default Caller caller() {
    return Caller.WATCHER;
  }

  @Override
  default boolean needsModel() {
    return false;
  }
}
