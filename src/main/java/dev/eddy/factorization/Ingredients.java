package dev.eddy.factorization;

import java.util.EnumMap;
import java.util.Map;

/// What each ingredient of a prediction is worth, while Eddy learns: the same ratings are predicted
/// with ever more of what is known, each before it is learned. An ablation study that never ends
/// (Koren, Bell and Volinsky 2009, "Matrix factorization techniques", figure 4, has one in batch).
///
/// Counts the ratings of items that had some already, since this instance started. Any thread may
/// add and read.
public final class Ingredients {

  private final Map<Ingredient, PrequentialScore> scores = new EnumMap<>(Ingredient.class);
  private double sum;
  private long ratings;

  /// Creates one of no ratings.
  public Ingredients() {
    for (Ingredient ingredient : Ingredient.values()) {
      scores.put(ingredient, new PrequentialScore());
    }
  }

  /// How much of what is known a prediction uses; each uses what the one before does.
  public enum Ingredient {
    /// The mean of all ratings so far, the same guess for everybody.
    MEAN("mean"),
    /// The mean of the item's ratings.
    ITEM_MEAN("item-mean"),
    /// How good the item is and how kind the user.
    BIASES("biases"),
    /// The user's taste: the vectors.
    VECTORS("vectors"),
    /// How the user rates today. That is all: what Eddy predicts.
    SESSION("session");

    private final String label;

    Ingredient(String label) {
      this.label = label;
    }

    /// Returns how it is written in answers.
    public String label() {
      return label;
    }
  }

  /// Scores a rating that was predicted and learned.
  public synchronized void add(Learned learned, float rating) {
    if (!Float.isNaN(learned.itemMean()) && ratings > 0) {
      add(Ingredient.MEAN, sum / ratings, rating);
      add(Ingredient.ITEM_MEAN, learned.itemMean(), rating);
      add(Ingredient.BIASES, learned.byBiases(), rating);
      add(Ingredient.VECTORS, learned.byVectors(), rating);
      add(Ingredient.SESSION, learned.prediction(), rating);
    }
    sum += rating;
    ratings++;
  }

  private void add(Ingredient ingredient, double predicted, float rating) {
    scores.get(ingredient).add((float) predicted, rating);
  }

  /// Returns the scores of the same ratings by ingredient, in the order of the ingredients.
  public Map<Ingredient, PrequentialScore.Values> values() {
    Map<Ingredient, PrequentialScore.Values> values = new EnumMap<>(Ingredient.class);
    scores.forEach((ingredient, score) -> values.put(ingredient, score.values()));
    return values;
  }
}
