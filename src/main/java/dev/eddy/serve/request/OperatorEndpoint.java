package dev.eddy.serve.request;

/// An endpoint for operators and what watches for them: on the operations port alone, always
/// answered, also before the model is loaded.
public interface OperatorEndpoint extends Endpoint {

  @Override
  default Caller caller() {
    return Caller.WATCHER;
  }

  @Override
  default boolean isOperations() {
    return true;
  }

  @Override
  default boolean needsModel() {
    return false;
  }
}
