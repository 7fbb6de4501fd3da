package dev.eddy.app;

import java.util.Map;

/// Options for the Java runtime of an instance, above those that whoever measures has given.
final class JavaOptions {

  private static final String VARIABLE = "EDDY_JAVA_OPTS";

  private JavaOptions() {}

  /// Returns the environment that adds options.
  static Map<String, String> with(String options) {
    return Map.of(VARIABLE, System.getenv().getOrDefault(VARIABLE, "") + " " + options);
  }
}
