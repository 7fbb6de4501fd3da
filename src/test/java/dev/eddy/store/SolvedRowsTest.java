package dev.eddy.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.user.History.Stamp;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class SolvedRowsTest {

  private static final float[] ROW = {0.25f, -1, Float.MIN_VALUE};
  private static final Stamp STAMP = new Stamp(1L << 40, 7);

  private final KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("rows").get();
  private final SolvedRows rows = new SolvedRows(store, ROW.length);

  private void put(String userId) {
    rows.put(userId, STAMP, ROW);
    rows.apply();
  }

  @Test
  void shouldFindARowByJustItsStamp() {
    put("u");
    assertThat(rows.find("u", STAMP)).containsExactly(ROW);
    assertThat(rows.find("u", new Stamp(STAMP.offset() + 1, STAMP.changes()))).isNull();
    assertThat(rows.find("u", new Stamp((int) STAMP.offset(), STAMP.changes()))).isNull();
    assertThat(rows.find("u", new Stamp(STAMP.offset(), STAMP.changes() - 1))).isNull();
    assertThat(rows.find("u", Stamp.NONE)).isNull();
    assertThat(rows.find("v", STAMP)).isNull();
  }

  @Test
  void shouldNotFindARowOfAnotherLength() {
    put("u");
    assertThat(new SolvedRows(store, ROW.length - 1).find("u", STAMP)).isNull();
    assertThat(new SolvedRows(store, ROW.length + 1).find("u", STAMP)).isNull();
  }

  // Nothing is lost by that: it is solved anew.
  @Test
  void shouldNotFindARowOfAnotherVersion() {
    put("u");
    byte[] bytes = store.get(StoreKey.of("u"));
    bytes[0]++;
    store.put(StoreKey.of("u"), bytes);
    assertThat(rows.find("u", STAMP)).isNull();
    store.put(StoreKey.of("u"), new byte[0]);
    assertThat(rows.find("u", STAMP)).isNull();
  }

  @Test
  void shouldKeepTheRowThatWasPutLastWhateverBecomesOfTheArray() {
    float[] row = ROW.clone();
    rows.put("u", Stamp.NONE, new float[ROW.length]);
    rows.put("u", STAMP, row);
    row[0] = 9;
    rows.apply();
    assertThat(rows.find("u", Stamp.NONE)).isNull();
    assertThat(rows.find("u", STAMP)).containsExactly(ROW);
  }

  @Test
  void shouldWriteManyWithoutBeingTold() {
    int users = 10_000;
    for (int n = 0; n < users; n++) {
      rows.put("u" + n, STAMP, ROW);
    }
    assertThat(store.approximateNumEntries()).isGreaterThan(users / 2);
    rows.apply();
    assertThat(store.approximateNumEntries()).isEqualTo(users);
  }

  // A row that waits to be written does not come back.
  @Test
  void shouldRemoveARow() {
    put("u");
    rows.put("v", STAMP, ROW);
    rows.remove("u");
    rows.remove("v");
    rows.remove("nobody");
    rows.apply();
    assertThat(rows.find("u", STAMP)).isNull();
    assertThat(rows.find("v", STAMP)).isNull();
  }
}
