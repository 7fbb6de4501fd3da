package dev.eddy.serve.backend;

import java.util.List;

/// The models that an instance runs side by side, one of which serves. Any thread may ask.
public interface Lineup {

  /// Returns all models, always in the same order.
  List<Backend> models();

  /// Returns the model that serves now. What began with another one may end with it.
  Backend champion();

  /// Returns a line-up of one.
  static Lineup of(Backend only) {
    List<Backend> models = List.of(only);
    return new Lineup() {
      @Override
      public List<Backend> models() {
        return models;
      }

      @Override
      public Backend champion() {
        return only;
      }
    };
  }
}
