package dev.eddy.catalog;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.item.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Turns metadata into features.
///
/// Words become features of their own, the same whatever their case. A number lies between two
/// knots and gives each a share, so that what is learned of it is a piecewise linear curve: years
/// have a knot every ten, other numbers one every half octave.
public final class Features {

  /// More words of one kind than this are left out: what a catalog writes must not slow learning.
  private static final int MAX_WORDS = 24;

  private static final double YEARS_BETWEEN_KNOTS = 10;
  private static final double KNOTS_PER_OCTAVE = 2;

  private Features() {}

  /// Returns the features of a catalog entry: genres, year and tags. Tags share one unit of
  /// length, since some items have hundreds.
  public static List<Feature> of(CatalogItem item) {
    List<Feature> features = new ArrayList<>();
    for (String genre : first(item.genres())) {
      features.add(word("genre", genre, 1));
    }
    if (item.year() != 0) {
      addNumber("year", item.year() / YEARS_BETWEEN_KNOTS, features);
    }
    List<String> tags = first(item.tags());
    float share = (float) (1 / Math.sqrt(Math.max(1, tags.size())));
    for (String tag : tags) {
      features.add(word("tag", tag, share));
    }
    return features;
  }

  /// Returns the features of a user's attributes.
  public static List<Feature> of(Map<String, String> attributes) {
    List<Feature> features = new ArrayList<>();
    new TreeMap<>(attributes)
        .entrySet().stream()
            .limit(MAX_WORDS)
            .forEach(
                attribute -> {
                  String name = attribute.getKey();
                  String text = attribute.getValue();
                  double number = number(text);
                  if (Double.isNaN(number)) {
                    features.add(word(name, text, 1));
                  } else {
                    double octaves = Math.log1p(Math.abs(number)) / Math.log(2);
                    addNumber(name, Math.signum(number) * octaves * KNOTS_PER_OCTAVE, features);
                  }
                });
    return features;
  }

  private static List<String> first(List<String> words) {
    return words.size() <= MAX_WORDS ? words : words.subList(0, MAX_WORDS);
  }

  private static double number(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? number : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN; // a word
    }
  }

  private static Feature word(String name, String word, float value) {
    return new Feature(name + "=" + word.strip().toLowerCase(Locale.ROOT), value);
  }

  private static void addNumber(String name, double place, List<Feature> features) {
    double below = Math.floor(place);
    float share = (float) (place - below);
    features.add(new Feature(name + "@" + (long) below, 1 - share));
    if (share > 0) {
      features.add(new Feature(name + "@" + (long) (below + 1), share));
    }
  }
}
