package dev.eddy.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.Learner;
import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.item.ItemRow;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.AdmissionSettings;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.RowLayout;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.ItemRowCodec;
import org.junit.jupiter.api.Test;

/// A million items that are rated once each, and a few that are rated often, on the whole way from
/// the learner to the index: what is sent, stored, published and held is counted in rows and
/// bytes.
class MillionItemsTest {

  private static final int ITEMS = 1_000_000;
  private static final int POPULAR = 10;
  private static final int RATINGS_OF_USER = 1_000;
  private static final int FLUSH_EVERY = 10_000;

  private final Model model =
      new DotModel(
          SomeSettings.forScale(0.5, 5).admission(new AdmissionSettings(3, 10_000, 0, 0)).build(),
          new ScalarKernels());
  private final ItemIndex index = new ItemIndex(model, new ScalarKernels());
  private final ItemRowCodec rowCodec = new ItemRowCodec(model);
  private long sentBytes;
  private long storedBytes;
  private int denseRows;

  private void merge(String itemId, ItemDelta delta) {
    byte[] sent = ItemDeltaCodec.encode(delta);
    RowLayout layout = RowKind.of(itemId).layout(model);
    ItemDelta received = ItemDeltaCodec.decode(itemId, sent, layout.length());
    int number = index.number(itemId);
    MergedItem before = index.counted(number);
    ItemRow row =
        before == null
            ? ItemRow.startedBy(received, RowKind.newRow(model, itemId))
            : ItemRow.stored(before);
    row.merge(received, layout);
    byte[] stored = ItemRowCodec.encode(row.publish());
    if (RowKind.of(itemId) == RowKind.ITEM) {
      sentBytes += sent.length;
      storedBytes += stored.length;
      denseRows += row.isWaiting() ? 0 : 1;
    }
    index.put(itemId, rowCodec.decode(itemId, stored));
  }

  @Test
  void shouldNotCostAMillionDenseRows() {
    Learner learner = new Learner(model, index, 0, Metadata.NONE);
    User user = null;
    long sequence = 0;
    for (int n = 0; n < ITEMS; n++) {
      if (n % RATINGS_OF_USER == 0) {
        user = new User(new UserRow(0, 0), new History());
        for (int popular = 0; popular < POPULAR && n < 5 * RATINGS_OF_USER; popular++) {
          learn(learner, n, user, "popular" + popular);
        }
      }
      learn(learner, n / RATINGS_OF_USER * RATINGS_OF_USER, user, "i" + n);
      if ((n + 1) % FLUSH_EVERY == 0) {
        learner.flush(++sequence, this::merge);
      }
    }
    assertThat(index.countSum()).isEqualTo(ITEMS + 5 * POPULAR);
    assertThat(index.size()).as("rows in the index").isEqualTo(POPULAR);
    assertThat(index.slots()).as("room for rows").isEqualTo(ScanVectors.SEGMENT);
    assertThat(denseRows).as("dense rows that were ever stored").isEqualTo(POPULAR);
    assertThat(sentBytes / ITEMS).as("bytes of a delta").isLessThan(50);
    assertThat(storedBytes / ITEMS).as("bytes of a stored row").isLessThan(50);
  }

  private static void learn(Learner learner, int userNumber, User user, String itemId) {
    learner.learn(
        "u" + userNumber,
        user,
        new History.Entry(learner.number(itemId), true, 4, 1, userNumber, user.history().size()));
  }
}
