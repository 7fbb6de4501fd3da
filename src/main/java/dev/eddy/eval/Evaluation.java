package dev.eddy.eval;

import dev.eddy.choice.ChoiceRecommender;
import dev.eddy.choice.Rank;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.eval.Samples.Sample;
import dev.eddy.factorization.PrequentialScore;
import dev.eddy.factorization.RatingRecommender;
import dev.eddy.factorization.Segment;
import dev.eddy.factorization.Segments;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.table.DataFileException;
import dev.eddy.table.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Measures a model on a data set, driving the learner that the stream drives.
///
/// *Prequential*: in the order of time each rating is predicted and each choice ranked, then
/// learned. *Holdout*: data row `n` is a test row of fold `n mod folds`; the rest is learned once,
/// in the order of time, then the test rows are predicted. Events without a rating take part in a
/// prequential run alone.
public final class Evaluation {

  private static final int CURVE_POINTS = 400;

  private final List<Sample> samples;
  private final Tally tally;
  private final RatingRecommender eddy;
  private final ChoiceSettings choiceSettings;
  private final Segments segments = new Segments();
  private final SampledRanking ranking;
  private final NewItems newItems;
  private final PrequentialScore lastTenth = new PrequentialScore();
  private final List<CurvePoint> curve = new ArrayList<>();

  /// Null until a prequential run begins.
  private NextChoices nextChoices;

  private long learned;
  private long tested;

  /// A point of the running score.
  ///
  /// @param n how many ratings were predicted so far
  /// @param rmse of all of them
  /// @param recentRmse of about the last 1,000
  public record CurvePoint(long n, double rmse, double recentRmse) {}

  /// Reads a data set.
  ///
  /// @param shuffle seed of a random order in place of that of time, or null
  /// @param seed of the samples that items are ranked among
  /// @param metadata by which new rows may start
  /// @throws DataFileException if the file cannot be read or has no usable row
  public Evaluation(
      RatingFile file, RatingScale scale, Model model, Long shuffle, long seed, Metadata metadata)
      throws DataFileException {
    this(Samples.read(file, scale.rules()), scale, model, shuffle, seed, metadata);
  }

  /// Takes a data set that was read.
  ///
  /// @param shuffle seed of a random order in place of that of time, or null
  /// @param seed of the samples that items are ranked among
  /// @param metadata by which new rows may start
  public Evaluation(
      Samples read, RatingScale scale, Model model, Long shuffle, long seed, Metadata metadata) {
    samples = read.inOrder(shuffle);
    tally = read.tally();
    eddy = new RatingRecommender(model, metadata);
    choiceSettings = new ChoiceSettings(scale.min(), scale.max(), seed);
    ranking = new SampledRanking(scale, seed);
    newItems =
        new NewItems(
            scale,
            samples.stream().mapToLong(Sample::timeMs).min().orElseThrow(),
            samples.stream().mapToLong(Sample::timeMs).max().orElseThrow());
  }

  /// Predicts every rating, ranks choices and learns everything, in turn.
  ///
  /// @param rank by which choices are ranked
  /// @param progress is told how many are done
  public void prequential(Rank rank, LongConsumer progress) {
    ChoiceRecommender both = new ChoiceRecommender(eddy, choiceSettings);
    nextChoices = new NextChoices(both, rank, samples.size());
    int rated = rated();
    int every = Math.max(1, rated / CURVE_POINTS);
    int ratings = 0;
    for (int done = 0; done < samples.size(); done++) {
      Sample sample = samples.get(done);
      nextChoices.choose(sample);
      if (sample.isRated()) {
        predict(sample, both, ratings >= rated - rated / 10);
        ratings++;
        if (ratings % every == 0 || ratings == rated) {
          PrequentialScore.Values all = segments.of(Segment.ALL);
          curve.add(new CurvePoint(all.n(), all.rmse(), all.recentRmse()));
        }
      } else {
        HistoryChange change =
            both.choose(
                sample.userId(), sample.itemId(), sample.kind(), sample.worth(), sample.timeMs());
        learned += change == HistoryChange.IGNORED ? 0 : 1;
      }
      progress.accept(done + 1);
    }
  }

  private void predict(Sample sample, ChoiceRecommender both, boolean isLate) {
    ranking.rank(eddy, sample.userId(), sample.itemId(), sample.rating());
    newItems.rate(eddy, sample.userId(), sample.itemId(), sample.rating(), sample.timeMs());
    float predicted =
        both.rate(sample.userId(), sample.itemId(), sample.rating(), sample.timeMs()).prediction();
    if (!Float.isNaN(predicted)) { // else it said nothing new, so it taught nothing
      learned++;
      segments.score(sample.userId(), sample.itemId(), predicted, sample.rating());
      segments.learned(sample.userId(), sample.itemId());
      ranking.learned(sample.userId(), sample.itemId());
      if (isLate) {
        lastTenth.add(predicted, sample.rating());
      }
    }
  }

  /// Learns all folds but one, then predicts that one.
  ///
  /// @param progress is told how many are done
  public void holdout(int folds, int fold, LongConsumer progress) {
    long done = 0;
    List<Sample> rated = samples.stream().filter(Sample::isRated).toList();
    for (Sample sample : rated) {
      if (sample.dataRow() % folds != fold) {
        if (!Float.isNaN(learn(sample))) {
          segments.learned(sample.userId(), sample.itemId());
        }
        progress.accept(++done);
      }
    }
    for (Sample sample : rated) {
      if (sample.dataRow() % folds == fold) {
        float predicted = eddy.predict(sample.userId(), sample.itemId(), sample.timeMs());
        segments.score(sample.userId(), sample.itemId(), predicted, sample.rating());
        tested++;
        progress.accept(++done);
      }
    }
  }

  private float learn(Sample sample) {
    float predicted =
        eddy.rate(sample.userId(), sample.itemId(), sample.rating(), sample.timeMs()).prediction();
    learned += Float.isNaN(predicted) ? 0 : 1;
    return predicted;
  }

  /// Returns how many of the usable rows are ratings.
  public int rated() {
    return (int) samples.stream().filter(Sample::isRated).count();
  }

  /// Returns how many usable rows there are.
  public int size() {
    return samples.size();
  }

  /// Returns how many rows were read, and which were refused.
  public Tally tally() {
    return tally;
  }

  /// Returns how many rows were learned: the others that are usable were tested, or said nothing
  /// new.
  public long learned() {
    return learned;
  }

  /// Returns how many rows were predicted only, by a holdout.
  public long tested() {
    return tested;
  }

  /// Returns the errors.
  public Segments segments() {
    return segments;
  }

  /// Returns the errors of the last tenth of the ratings; empty after a holdout.
  public PrequentialScore.Values lastTenth() {
    return lastTenth.values();
  }

  /// Returns the ranks; empty after a holdout.
  public SampledRanking ranking() {
    return ranking;
  }

  /// Returns how well those who like new items were found; empty after a holdout.
  public NewItems newItems() {
    return newItems;
  }

  /// Returns how high stood what was chosen next; null after a holdout.
  public NextChoices nextChoices() {
    return nextChoices;
  }

  /// Returns the mean length of the vectors of users, at the end.
  public double meanUserNorm() {
    return eddy.meanUserNorm();
  }

  /// Returns the mean length of the vectors of items, at the end.
  public double meanItemNorm() {
    return eddy.meanItemNorm();
  }

  /// Returns the running score, about 400 points; empty after a holdout.
  public List<CurvePoint> curve() {
    return List.copyOf(curve);
  }
}
