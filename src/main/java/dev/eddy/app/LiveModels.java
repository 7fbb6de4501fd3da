package dev.eddy.app;

import dev.eddy.http.ProblemException;
import dev.eddy.serve.Models;
import dev.eddy.stream.Generations;
import java.util.List;

/// Shows the generations that Kafka holds to the query layer.
///
/// @param generations asks Kafka
record LiveModels(Generations generations) implements Models {

  @Override
  public List<Generation> list() {
    try {
      return generations.list().stream()
          .map(one -> new Generation(one.generation(), one.here(), one.instances(), one.topics()))
          .toList();
    } catch (Generations.UnavailableException e) {
      throw ProblemException.unavailable(e.getMessage(), e);
    }
  }

  @Override
  public void delete(Generation generation) {
    try {
      if (!generations.delete(generation.generation(), generation.topics())) {
        throw ProblemException.conflict(
            "somebody has begun to learn generation " + generation.generation());
      }
    } catch (Generations.UnavailableException e) {
      throw ProblemException.unavailable(e.getMessage(), e);
    }
  }
}
