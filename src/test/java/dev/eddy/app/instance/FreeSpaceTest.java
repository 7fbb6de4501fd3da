package dev.eddy.app.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.app.settings.UsageException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceTest {

  @TempDir Path folder;

  @Test
  void shouldSayWhereTheDiskIsFullAndCreateNothing() {
    Path none = folder.resolve("not/there/yet");
    FreeSpace.check(none, "stream.state-dir", 1);
    assertThatThrownBy(() -> FreeSpace.check(none, "stream.state-dir", Long.MAX_VALUE))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(none.toString(), "MB free", "stream.state-dir");
    assertThat(folder).isEmptyDirectory();
  }
}
