package dev.eddy.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds who answers a path. A path with a word in place of an id (`/v1/users/active`) means the
/// word, whatever the method; an id that is such a word is asked for by the query form of its path
/// ([PathTemplate#byQuery]), which every path of a thing has.
final class Router {

  private final List<Place> places;

  /// A path and who answers which of its methods.
  private record Place(PathTemplate path, Map<Method, Answering> byMethod) {}

  /// Who answers a method.
  ///
  /// @param endpoint its method and its path, as the route names them
  /// @param asked by the name of each parameter that is in the query, what it is called there
  record Answering(String endpoint, Handler handler, Map<String, String> asked) {}

  /// What a path means.
  ///
  /// @param parameters of the path, by name
  record Match(Map<Method, Answering> byMethod, Map<String, String> parameters) {}

  Router(List<Route> routes) {
    Map<PathTemplate, Map<Method, Answering>> byPath = new LinkedHashMap<>();
    for (Route route : routes) {
      add(byPath, PathTemplate.of(route.path()), route, Map.of());
      PathTemplate.byQuery(route.path())
          .ifPresent(form -> add(byPath, form.path(), route, form.asked()));
    }
    places = new ArrayList<>();
    byPath.forEach((path, byMethod) -> places.add(new Place(path, byMethod)));
    places.sort(Comparator.comparingLong(place -> -place.path().words()));
  }

  private static void add(
      Map<PathTemplate, Map<Method, Answering>> byPath,
      PathTemplate path,
      Route route,
      Map<String, String> asked) {
    Answering other =
        byPath
            .computeIfAbsent(path, p -> new EnumMap<>(Method.class))
            .put(
                route.method(),
                new Answering(route.method() + " " + route.path(), route.handler(), asked));
    if (other != null) {
      throw new IllegalArgumentException(route.method() + " " + path + " is there twice");
    }
  }

  /// Returns what a path means, if it means anything.
  Optional<Match> match(List<String> segments) {
    for (Place place : places) {
      Optional<Map<String, String>> parameters = place.path().match(segments);
      if (parameters.isPresent()) {
        return Optional.of(new Match(place.byMethod(), parameters.get()));
      }
    }
    return Optional.empty();
  }
}
