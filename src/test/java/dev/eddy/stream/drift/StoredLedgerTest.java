package dev.eddy.stream.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.challenger.Variant;
import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.count.Arm;
import dev.eddy.drift.count.Maker;
import dev.eddy.drift.count.WindowCounts;
import dev.eddy.failure.DamagedRecordException;
import dev.eddy.failure.UnknownFormatException;
import dev.eddy.store.MapRecords;
import dev.eddy.store.StoreKey;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is stored of the ledger of drift is always the whole of it, and little is written.
class StoredLedgerTest {

  private static final DriftSettings SETTINGS =
      new DriftSettings(true, 60_000, 0.1, true, List.of());
  private static final double RANGE = 4.5;

  private final LedgerCodec codec = new LedgerCodec(SETTINGS, RANGE);
  private final MapRecords records = new MapRecords();

  private static byte[] counts(SplittableRandom random, long window) {
    WindowCounts counts = new WindowCounts(window);
    counts.active(random.nextInt(50), random.nextInt(50));
    for (int n = 0; n < 20; n++) {
      Arm arm = random.nextInt(10) == 0 ? Arm.CONTROL : Arm.TREATED;
      counts.of(arm).rated(random.nextBoolean(), random.nextDouble());
      counts.of(arm).shown(List.of("i" + random.nextInt(5_000)), 3, 2, List.of(), 1);
      Variant variant = random.nextInt(4) == 0 ? Variant.CHALLENGER : Variant.CHAMPION;
      Maker maker = new Maker(variant, random.nextInt(1, 3));
      counts.of(maker).shown(List.of("i" + random.nextInt(5_000)), 3, 2, List.of(), 1);
      counts.of(maker).chosen(random.nextBoolean());
      counts.of(arm).influenced("u" + random.nextInt(5_000), 0, random.nextDouble());
    }
    return counts.encode();
  }

  /// Sums in another order differ in the last digits.
  private static int compare(double a, double b) {
    return Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b);
  }

  // The task stops now and then, without warning, and goes on from what it had committed.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldGoOnFromWhatWasCommitted(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DriftLedger straight = new DriftLedger(SETTINGS, RANGE);
    StoredLedger stored =
        new StoredLedger(new DriftLedger(SETTINGS, RANGE), SETTINGS.windowMs(), 0);
    long whole = 0;
    int commits = 0;
    for (int step = 0; step < 600; step++) {
      byte[] counts = counts(random, step / 40);
      int items = random.nextInt(100, 200);
      List<DriftLedger.Closed> expected = straight.add(WindowCounts.decode(counts), () -> items);
      assertThat(stored.add(counts, () -> items))
          .usingRecursiveComparison()
          .withComparatorForType(StoredLedgerTest::compare, Double.class)
          .isEqualTo(expected);
      if (random.nextInt(3) == 0) {
        codec.write("ledger", stored, records);
        commits++;
        whole += straight.encode().length;
        if (random.nextInt(4) == 0) {
          stored = codec.read("ledger", records);
          assertThat(stored.ledger().encode()).hasSameSizeAs(straight.encode());
        }
      } else if (random.nextInt(50) == 0) {
        codec.write("ledger", stored, records);
        stored.add(counts(random, step / 40), () -> 1); // what is not committed does not count
        stored = codec.read("ledger", records);
      }
    }
    assertThat(commits).isGreaterThan(100);
    assertThat(records.writtenBytes()).isLessThan(whole * 6 / 10);
    codec.delete("ledger", stored, records);
    assertThat(records.stored()).isEmpty();
  }

  // Windows of another length begin anew, whatever the journal holds of the old ones.
  @Test
  void shouldBeginAnewWithWindowsOfAnotherLength() {
    SplittableRandom random = new SplittableRandom(4);
    StoredLedger minutes =
        new StoredLedger(new DriftLedger(SETTINGS, RANGE), SETTINGS.windowMs(), 0);
    minutes.add(counts(random, 480_000), () -> 4);
    codec.write("ledger", minutes, records);
    WindowCounts active = new WindowCounts(480_000);
    active.active(0, 7);
    minutes.add(active.encode(), () -> 4);
    codec.write("ledger", minutes, records);

    DriftSettings hourly = new DriftSettings(true, 3_600_000, 0.1, true, List.of());
    LedgerCodec hours = new LedgerCodec(hourly, RANGE);
    for (int restart = 0; restart < 2; restart++) {
      StoredLedger ledger = hours.read("ledger", records);
      assertThat(ledger.add(counts(random, 8_000), () -> 4)).as("no window has ended").isEmpty();
      assertThat(ledger.ledger().late()).isZero();
      hours.write("ledger", ledger, records);
    }
    StoredLedger ledger = hours.read("ledger", records);
    assertThat(ledger.add(counts(random, 8_002), () -> 4)).hasSize(1);
  }

  @Test
  void shouldReadItsOwnFormatAlone() {
    byte[] bytes = new DriftLedger(SETTINGS, RANGE).encode();
    byte own = bytes[0];
    for (byte version = 0; version < 10; version++) {
      bytes[0] = version;
      records.put(StoreKey.of("ledger", 0), bytes.clone());
      if (version == own) {
        assertThat(codec.read("ledger", records)).isNotNull();
      } else {
        assertThatThrownBy(() -> codec.read("ledger", records))
            .isInstanceOf(
                version == 0 ? DamagedRecordException.class : UnknownFormatException.class)
            .hasMessageContaining("format version " + version);
      }
    }
  }
}
