package dev.eddy.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.kernel.ScalarKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Items in files: those of Eddy, and those that were trained elsewhere.
class ItemsTest {

  private static final int FACTORS = 3;

  @TempDir Path folder;

  private final Model model =
      SomeSettings.forScale(1, 5).factors(FACTORS).build().newModel(new ScalarKernels());
  private SnapshotFolder snapshot;

  @BeforeEach
  void create() {
    snapshot = SnapshotFolder.create(folder.resolve("snapshot"));
  }

  private Map<String, MergedItem> read() throws IOException {
    Map<String, MergedItem> rows = new LinkedHashMap<>();
    new ItemsReader(snapshot, model).read(rows::put);
    return rows;
  }

  private float[] row(float from) {
    float[] row = new float[model.itemLayout().length()];
    for (int i = 0; i < row.length; i++) {
      row[i] = from + i / 8f;
    }
    return row;
  }

  @Test
  void shouldReadRowsOfAllKindsAsTheyWere() throws IOException {
    Sequences merged = Sequences.NONE.with(2, 17);
    String feature = RowKind.itemFeature("genre=Drama");
    Map<String, MergedItem> rows =
        Map.of(
            "m1",
            new MergedItem(row(1), 12, merged, 1_700_000_000_000L),
            "ä/1",
            new MergedItem(row(2), 1, merged),
            "retired",
            new MergedItem(new float[] {0.5f, 2}, 2, merged, -5),
            feature,
            new MergedItem(row(3), 4, merged),
            "",
            new MergedItem(model.newShared(), 0, merged));
    try (ItemsWriter writer = new ItemsWriter(snapshot, model.itemLayout())) {
      for (Map.Entry<String, MergedItem> entry : rows.entrySet()) {
        writer.write(entry.getKey(), entry.getValue());
      }
      assertThat(writer.items()).isEqualTo(2);
      assertThat(writer.waiting()).isEqualTo(1);
      assertThat(writer.features()).isEqualTo(1);
    }
    Map<String, MergedItem> read = read();
    assertThat(read).hasSameSizeAs(rows);
    rows.forEach(
        (id, row) -> {
          assertThat(read.get(id).values()).as(id).isEqualTo(row.values());
          assertThat(read.get(id).count()).as(id).isEqualTo(row.count());
          assertThat(read.get(id).ratedMs()).as(id).isEqualTo(row.ratedMs());
          assertThat(read.get(id).sequences().size()).as(id).isZero();
        });
  }

  private void writeForeign(String lines, float[]... vectors) throws IOException {
    Files.writeString(snapshot.file(ItemFiles.LINES), lines);
    try (NpyWriter biases = NpyWriter.vector(snapshot.file(ItemFiles.BIASES));
        NpyWriter matrix = NpyWriter.matrix(snapshot.file(ItemFiles.VECTORS), vectors[0].length)) {
      for (float[] vector : vectors) {
        biases.write(0.5f);
        matrix.write(vector, 0);
      }
    }
  }

  @Test
  void shouldTrustForeignFactorsByTheRatingsTheyRestOn() throws IOException {
    writeForeign(
        "{\"itemId\":\"a\",\"trainedOn\":0}\n"
            + "{\"itemId\":\"b\"}\n"
            + "{\"itemId\":\"c\",\"trainedOn\":9000}\n",
        new float[] {1, 2, 3},
        new float[] {4, 5, 6},
        new float[] {7, 8, 9});
    Map<String, MergedItem> read = read();
    assertThat(read.get("b").values()).startsWith(0.5f).contains(4, 5, 6);
    assertThat(read.get("b").count()).isZero();
    float[] prior = model.newFeature(RowKind.ITEM_FEATURE);
    assertThat(read.get("a").values()[1]).isEqualTo(prior[1]);
    assertThat(read.get("a").values()[2]).isEqualTo(prior[2]);
    assertThat(read.get("b").values()[1]).isGreaterThan(10 * prior[1]);
    assertThat(read.get("c").values()[1]).isGreaterThan(50 * read.get("b").values()[1]);
    assertThat(read.get("c").values()[2]).isGreaterThan(read.get("b").values()[2]);
  }

  @Test
  void shouldTakeTheMeanOfForeignFactors() throws IOException {
    writeForeign("{\"itemId\":\"a\"}\n", new float[] {1, 2, 3});
    writeShared(0.75f);
    float[] expected = model.newShared();
    expected[0] = 0.75f;
    assertThat(read().get("").values()).isEqualTo(expected);
    Files.delete(snapshot.file(ItemFiles.SHARED));
    writeShared(0.75f, 1);
    assertThatThrownBy(this::read).hasMessageContaining("it has 2 numbers");
  }

  private void writeShared(float... numbers) throws IOException {
    try (NpyWriter shared = NpyWriter.vector(snapshot.file(ItemFiles.SHARED))) {
      for (float number : numbers) {
        shared.write(number);
      }
    }
  }

  @Test
  void shouldRefuseWhatDoesNotFit() throws IOException {
    assertThatThrownBy(this::read).hasMessageContaining("items.jsonl");
    writeForeign("{\"itemId\":\"a\"}\n", new float[] {1, 2});
    assertThatThrownBy(this::read).hasMessageContaining("has 2 columns, but the model needs 3");
  }

  @Test
  void shouldRefuseLinesThatCannotBeUsedNamingThem() throws IOException {
    writeForeign("", new float[] {1, 2, 3}, new float[] {1, 2, 3});
    for (String wrong :
        new String[] {
          "{\"itemId\":\"a\"}",
          "{\"itemId\":\"\"}",
          "{\"itemId\":\"\\u0000i1\"}",
          "{\"item\":\"b\"}",
          "{}",
          "{\"itemId\":\"b\",\"ratings\":-1}",
          "{\"itemId\":\"b\",\"account\":[1]}",
          "[",
        }) {
      Files.writeString(snapshot.file(ItemFiles.LINES), "{\"itemId\":\"a\"}\n" + wrong + "\n");
      assertThatThrownBy(this::read)
          .as(wrong)
          .isInstanceOf(SnapshotException.class)
          .hasMessageContaining("line 2");
    }
    Files.writeString(snapshot.file(ItemFiles.LINES), "{\"itemId\":\"a\"}\n");
    assertThatThrownBy(this::read).hasMessageContaining("1 lines, but there are 2 biases");
  }
}
