package dev.eddy.serve.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.serve.backend.UserState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UserWireTest {

  private static ItemIndex index() {
    ScalarKernels kernels = new ScalarKernels();
    return new ItemIndex(new DotModel(LearningSettings.forScale(0.5, 5), kernels), kernels);
  }

  private static byte[] written(UserState user, ItemIndex items) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    UserWire.write(new DataOutputStream(bytes), user, items);
    return bytes.toByteArray();
  }

  private static UserState read(byte[] bytes, ItemIndex items) throws IOException {
    return UserWire.read(new DataInputStream(new ByteArrayInputStream(bytes)), items);
  }

  /// Instances number items in their own order, so numbers differ where ids are the same.
  @Test
  void shouldArriveWithTheNumbersOfTheReader() throws IOException {
    ItemIndex writer = index();
    ItemIndex reader = index();
    reader.number("of the reader only");
    int number = writer.number("Alien");
    UserState user =
        new UserState(
            "\u00e4nn \ud83d\ude80",
            true,
            new float[] {1, 2},
            new float[] {3, 4},
            7,
            0.5,
            List.of(new History.Entry(number, true, 4.5f, 2, 17, 3)),
            List.of(new History.Entry(number, 12, true, Float.NaN, -0.5f, 18, 4)),
            Map.of(number, 3),
            Map.of("about", "long ".repeat(30_000)),
            OptionalLong.of(12));
    UserState read = read(written(user, writer), reader);
    assertThat(read.ratings().getFirst().item())
        .isEqualTo(reader.find("Alien"))
        .isNotEqualTo(number);
    assertThat(read.interactions().getFirst())
        .isEqualTo(new History.Entry(reader.find("Alien"), 12, true, Float.NaN, -0.5f, 18, 4));
    assertThat(read.impressions()).isEqualTo(Map.of(reader.find("Alien"), 3));
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("ratings", "interactions", "impressions")
        .isEqualTo(user);
  }

  @Test
  void shouldRefuseAnotherVersionAndDamage() throws IOException {
    ItemIndex items = index();
    UserState user =
        new UserState(
            "u",
            false,
            new float[2],
            new float[2],
            0,
            0,
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            OptionalLong.empty());
    byte[] bytes = written(user, items);
    byte[] other = bytes.clone();
    other[0] = 99;
    assertThatThrownBy(() -> read(other, items)).hasMessageContaining("version 99");
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut, items)).isInstanceOf(IOException.class);
    }
  }
}
