package dev.eddy.factorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.Ingredients.Ingredient;
import dev.eddy.factorization.user.HistoryChange;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngredientsTest {

  private final Ingredients ingredients = new Ingredients();

  private static Learned predicted(float itemMean, float biases, float vectors, float all) {
    return new Learned(HistoryChange.NEW, all, vectors, biases, 3, itemMean, Float.NaN, Float.NaN);
  }

  @Test
  void shouldScoreEachWayToPredictTheSameRating() {
    ingredients.add(predicted(3, 3, 3, 3), 2); // there is no mean before it
    ingredients.add(predicted(3, 3.5f, 4, 4.5f), 5);
    Map<Ingredient, PrequentialScore.Values> values = ingredients.values();
    assertThat(values.keySet()).containsExactly(Ingredient.values());
    assertThat(values.values()).allSatisfy(score -> assertThat(score.n()).isEqualTo(1));
    assertThat(values.get(Ingredient.MEAN).mae()).isEqualTo(3);
    assertThat(values.get(Ingredient.ITEM_MEAN).mae()).isEqualTo(2);
    assertThat(values.get(Ingredient.BIASES).mae()).isEqualTo(1.5);
    assertThat(values.get(Ingredient.VECTORS).mae()).isEqualTo(1);
    assertThat(values.get(Ingredient.SESSION).mae()).isEqualTo(0.5);
  }

  @Test
  void shouldLeaveOutItemsThatNobodyHadRated() {
    ingredients.add(predicted(3, 3, 3, 3), 2);
    ingredients.add(predicted(Float.NaN, 3, 3, 3), 2);
    assertThat(ingredients.values().get(Ingredient.SESSION).n()).isZero();
  }
}
