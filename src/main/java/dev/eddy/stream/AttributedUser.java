package dev.eddy.stream;

import dev.eddy.eval.Features;
import dev.eddy.event.UserAttributes;
import dev.eddy.factorization.Feature;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A user's attributes and what follows from them.
///
/// @param attributes as the owner of accounts gave them; none for a user nobody told of
/// @param features what a row may start by
/// @param groups of users that this one is in, each as `name=value`; a number stands for all with
///     the same first digit and as many, such as `age=20–29`
record AttributedUser(UserAttributes attributes, List<Feature> features, List<String> groups) {

  /// Longer texts tell one user from another, and are no groups.
  private static final int LONGEST_GROUP = 64;

  AttributedUser(UserAttributes attributes) {
    this(attributes, Features.of(attributes.attributes()), groups(attributes.attributes()));
  }

  private static List<String> groups(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .map(attribute -> attribute.getKey() + "=" + range(attribute.getValue().strip()))
        .filter(group -> group.length() <= LONGEST_GROUP)
        .sorted()
        .toList();
  }

  private static String range(String text) {
    if (!text.matches("\\d{1,9}")) {
      return text.toLowerCase(Locale.ROOT);
    }
    int number = Integer.parseInt(text);
    int step = (int) Math.pow(10, Integer.toString(number).length() - 1);
    int from = number / step * step;
    return step == 1 ? Integer.toString(number) : from + "–" + (from + step - 1);
  }
}
