package dev.eddy.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Matrices as NumPy stores them.
class NpyTest {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("a.npy");
  }

  @ParameterizedTest
  @CsvSource({"0,3", "1,1", "7,64", "40000,3"})
  void shouldReadWhatItWrote(int rows, int columns) throws IOException {
    SplittableRandom random = new SplittableRandom(rows);
    float[][] matrix = new float[rows][columns];
    try (NpyWriter writer = NpyWriter.matrix(file(), columns)) {
      for (float[] row : matrix) {
        for (int i = 0; i < columns; i++) {
          row[i] = (float) random.nextGaussian();
        }
        writer.write(row, 0);
      }
    }
    try (NpyReader reader = new NpyReader(file())) {
      assertThat(reader.rows()).isEqualTo(rows);
      assertThat(reader.columns()).isEqualTo(columns);
      for (float[] row : matrix) {
        float[] read = new float[columns];
        reader.read(read, 0);
        assertThat(read).isEqualTo(row);
      }
      assertThatThrownBy(() -> reader.read(new float[columns], 0))
          .isInstanceOf(SnapshotException.class);
    }
  }

  @Test
  void shouldWriteTheHeadThatTheFormatAsksFor() throws IOException {
    try (NpyWriter writer = NpyWriter.vector(file())) {
      writer.write(1.5f);
      writer.write(-2);
    }
    byte[] bytes = Files.readAllBytes(file());
    String head = new String(bytes, 0, 128, StandardCharsets.ISO_8859_1);
    assertThat(head).startsWith("\u0093NUMPY\u0001\u0000").endsWith(" \n");
    assertThat(head).contains("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }");
    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(128);
    assertThat(numbers.getFloat()).isEqualTo(1.5f);
    assertThat(numbers.getFloat()).isEqualTo(-2);
    assertThat(numbers.remaining()).isZero();
  }

  private void writeBytes(String fields, double... numbers) throws IOException {
    byte[] head = (fields + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + head.length + numbers.length * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(NpyWriter.MAGIC)
            .put((byte) 1)
            .put((byte) 0)
            .putShort((short) head.length)
            .put(head);
    for (double number : numbers) {
      bytes.putDouble(number);
    }
    Files.write(file(), bytes.array());
  }

  @Test
  void shouldReadDoublePrecision() throws IOException {
    writeBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }", 0.25, -3);
    try (NpyReader reader = new NpyReader(file())) {
      float[] row = new float[2];
      reader.read(row, 0);
      assertThat(row).containsExactly(0.25f, -3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<i4', 'fortran_order': False, 'shape': (1, 2), }",
        "{'descr': '>f8', 'fortran_order': False, 'shape': (1, 2), }",
        "{'descr': '<f8', 'fortran_order': True, 'shape': (1, 2), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2, 1), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (), }",
        "nothing"
      })
  void shouldRefuseOtherMatricesNamingTheFile(String fields) throws IOException {
    writeBytes(fields, 1, 2);
    assertThatThrownBy(() -> new NpyReader(file()))
        .isInstanceOf(SnapshotException.class)
        .hasMessageStartingWith(file().toString());
  }

  @Test
  void shouldRefuseWhatIsNoMatrix() throws IOException {
    Files.writeString(file(), "itemId,bias\n");
    assertThatThrownBy(() -> new NpyReader(file())).hasMessageContaining("not a NumPy file");
    Files.write(file(), NpyWriter.MAGIC);
    assertThatThrownBy(() -> new NpyReader(file())).hasMessageContaining("cut off");
  }

  @Test
  void shouldRefuseNumbersThatAreNotFinite() throws IOException {
    writeBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", 1, Double.NaN);
    try (NpyReader reader = new NpyReader(file())) {
      float[] row = new float[1];
      reader.read(row, 0);
      assertThatThrownBy(() -> reader.read(row, 0))
          .hasMessageContaining("row 1 has the number NaN");
    }
  }
}
