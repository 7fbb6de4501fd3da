package dev.eddy.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.ModelKind;
import dev.eddy.factorization.model.NeuralModel;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.TopN;
import dev.eddy.kernel.VectorKernels;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Scans while rows come and go, take each other's slots, move to new segments, and while axes and
/// the shared row are replaced: each score must be that of the item under whose number it is found.
class ScanUnderWritersTest {

  private static final long SEED = 5;

  /// Items that stay, enough for axes to be found.
  private static final int STEADY = 2_400;

  private static final int SCANS = 400;
  private static final int LIST = 20;

  private final VectorKernels kernels = KernelChoice.AUTO.select();
  private final SplittableRandom random = new SplittableRandom(SEED);

  /// Runs writers, each with a number that grows, until a reader is through.
  private static void runBeside(Runnable reader, IntConsumer... writers) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<CompletableFuture<Void>> running =
        Stream.of(writers)
            .map(
                writer ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int n = 0; !done.get(); n++) {
                            writer.accept(n);
                          }
                        },
                        task -> Thread.ofPlatform().start(task)))
            .toList();
    try {
      reader.run();
    } finally {
      done.set(true);
      for (CompletableFuture<Void> writer : running) {
        writer.get(1, TimeUnit.MINUTES);
      }
    }
  }

  private float[] values(int length, double deviation) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  private static MergedItem item(float[] values) {
    return new MergedItem(values, 1, Sequences.NONE);
  }

  private static int[] scan(ItemIndex index, float[] user, float[] scores) {
    TopN best = new TopN(LIST);
    index.scan(user, number -> true, best);
    return best.drain(scores);
  }

  // What comes and goes scores about 0, far below the best of what stays.
  @Test
  void shouldListTheBestOfWhatStaysWhileOthersComeAndGo() throws Exception {
    Model model = new DotModel(LearningSettings.forScale(0.5, 5), kernels);
    ItemIndex index = new ItemIndex(model, kernels);
    int length = model.itemLayout().length();
    for (int i = 0; i < STEADY; i++) {
      index.put("steady" + i, item(values(length, 1)));
    }
    float[] user = values(model.userLayout().length(), 1);
    float[] scores = new float[LIST];
    int[] best = scan(index, user, scores);
    MergedItem low = item(new float[length]);
    runBeside(
        () -> {
          float[] seen = new float[LIST];
          for (int n = 0; n < SCANS; n++) {
            assertThat(scan(index, user, seen)).as("scan %d, seed %d", n, SEED).isEqualTo(best);
            assertThat(seen).containsExactly(scores, within(1e-3f));
          }
        },
        n -> {
          index.put("passing" + n % 3_000, low);
          if (n % 3 > 0) { // a third stays, in segments that are new at first
            index.remove("passing" + (n * 7 + 1) % 3_000);
          }
        },
        n -> index.refresh());
  }

  // Those that stay are far below; slots go from one to the other of those that come and go.
  @Test
  @Timeout(60) // the reader waits for the writer's first items
  void shouldFindNoItemUnderTheNumberOfAnother() throws Exception {
    Model model = new DotModel(LearningSettings.forScale(0.5, 5), kernels);
    ItemIndex index = new ItemIndex(model, kernels);
    int length = model.itemLayout().length();
    int kinds = 50;
    MergedItem[] rows = new MergedItem[kinds];
    for (int kind = 0; kind < kinds; kind++) {
      float[] values = new float[length];
      Arrays.fill(values, 1 + kind);
      rows[kind] = item(values);
    }
    float[] user = new float[model.userLayout().length()];
    Arrays.fill(user, 1);
    runBeside(
        () -> {
          float[] scores = new float[LIST];
          int found = 0;
          for (int n = 0; n < 10 * SCANS || found <= SCANS; n++) {
            int[] numbers = scan(index, user, scores);
            for (int i = 0; i < numbers.length; i++) {
              int kind = Integer.parseInt(index.id(numbers[i])) % kinds;
              assertThat(scores[i])
                  .as("score of item %s in scan %d", index.id(numbers[i]), n)
                  .isEqualTo((1 + kind) * (model.scanLength() + 1f));
            }
            found += numbers.length;
          }
        },
        n -> {
          int id = n * 17 % 997;
          index.put(Integer.toString(id), rows[id % kinds]);
          if (n > 40) {
            index.remove(Integer.toString((n - 40) * 17 % 997));
          }
        });
  }

  @Test
  void shouldScoreWithOneSharedRowOrTheOther() throws Exception {
    NeuralModel model =
        new NeuralModel(SomeSettings.forScale(0.5, 5).model(ModelKind.NN).build(), kernels);
    ItemIndex index = new ItemIndex(model, kernels);
    float[][] shared = {model.newShared(), model.newShared()};
    for (int i = 0; i < shared[1].length; i++) {
      shared[1][i] += (float) (0.05 * random.nextGaussian());
    }
    for (int i = 0; i < 50; i++) {
      float[] values = model.newItem("i" + i, shared[0]);
      for (int f = 0; f < values.length; f++) {
        values[f] += (float) (0.3 * random.nextGaussian());
      }
      index.put("i" + i, item(values));
    }
    float[] user = model.meanUser(shared[0]);
    for (int f = 3; f < user.length; f++) {
      user[f] += (float) (0.3 * random.nextGaussian());
    }
    float[][] expected = new float[2][index.numberedEnd()];
    for (int which = 0; which < 2; which++) {
      for (int number = 1; number < index.numberedEnd(); number++) {
        expected[which][number] =
            model.score(shared[which], user, index.merged(number).values())
                - model.scanOffset(shared[which], user);
      }
    }
    runBeside(
        () -> {
          float[] scores = new float[LIST];
          for (int n = 0; n < SCANS; n++) {
            int[] numbers = scan(index, user, scores);
            assertThat(numbers).hasSize(LIST);
            boolean first = fits(expected[0], numbers, scores);
            assertThat(first || fits(expected[1], numbers, scores))
                .as("scan %d, seed %d: all scores are of one shared row", n, SEED)
                .isTrue();
          }
        },
        n -> {
          index.put("", item(shared[n & 1]));
          index.refresh();
        });
  }

  private static boolean fits(float[] expected, int[] numbers, float[] scores) {
    for (int i = 0; i < numbers.length; i++) {
      if (Math.abs(expected[numbers[i]] - scores[i]) > 1e-3f) {
        return false;
      }
    }
    return true;
  }
}
