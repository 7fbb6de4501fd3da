package dev.eddy.drift.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResidualsTest {

  /// A window in which people rate as ever, and a group rates one item.
  private static ItemRatings window(SplittableRandom random, int pushes) {
    ItemRatings window = new ItemRatings();
    for (int n = 0; n < 200; n++) {
      int item = random.nextInt(40);
      window.add("i" + item, 3 + random.nextGaussian(), new ItemRatings.Known(50, 3));
    }
    for (int n = 0; n < pushes; n++) {
      window.add("pushed", 5, new ItemRatings.Known(6, 3));
    }
    return window;
  }

  @Test
  void shouldNameTheItemThatAGroupPushes() {
    SplittableRandom random = new SplittableRandom(3);
    Residuals residuals = new Residuals();
    for (int round = 0; round < 20; round++) {
      residuals.add(window(random, 0));
      assertThat(Math.abs(residuals.furthest(1).getFirst().getValue())).isLessThan(4.5);
    }
    for (int round = 0; round < 5; round++) {
      residuals.add(window(random, 4));
    }
    assertThat(residuals.furthest(1).getFirst().getKey()).isEqualTo("pushed");
    assertThat(residuals.furthest(1).getFirst().getValue()).isGreaterThan(5);
  }

  @Test
  void shouldLeaveNewItemsOut() {
    Residuals residuals = new Residuals();
    ItemRatings window = window(new SplittableRandom(4), 0);
    for (int n = 0; n < 20; n++) {
      window.add("new", 5, new ItemRatings.Known(n, n == 0 ? 0 : 5));
    }
    residuals.add(window);
    assertThat(residuals.furthest(100)).extracting(entry -> entry.getKey()).doesNotContain("new");
  }

  @Test
  void shouldGoOnAfterBeingStored() throws IOException {
    Residuals straight = new Residuals();
    straight.add(window(new SplittableRandom(5), 3));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    straight.write(new DataOutputStream(bytes));
    Residuals stored = new Residuals();
    stored.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    straight.add(window(new SplittableRandom(6), 3));
    stored.add(window(new SplittableRandom(6), 3));
    assertThat(stored.furthest(5)).isEqualTo(straight.furthest(5));
  }
}
