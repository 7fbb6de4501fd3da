package dev.eddy.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether a snapshot is whole.
class SnapshotFolderTest {

  @TempDir Path folder;

  private Path snapshot;

  @BeforeEach
  void write() throws IOException {
    snapshot = folder.resolve("snapshot");
    SnapshotFolder out = SnapshotFolder.create(snapshot);
    Files.writeString(out.file("a.jsonl"), "{\"itemId\":\"m1\"}\n");
    Files.writeString(out.file("b.jsonl"), "");
    out.finish(manifest());
  }

  private static Manifest manifest() {
    return new Manifest(
        Manifest.FORMAT,
        Manifest.VERSION,
        null,
        null,
        "dot",
        new Manifest.Scale(1, 5),
        null,
        Map.of("learning.factors", "8"),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private AbstractThrowableAssert<?, ?> assertRefused() {
    return assertThatThrownBy(() -> SnapshotFolder.open(snapshot))
        .isInstanceOf(SnapshotException.class);
  }

  @Test
  void shouldOpenWhatWasFinished() {
    Manifest read = SnapshotFolder.open(snapshot).manifest();
    assertThat(read.files())
        .extracting(Manifest.FileEntry::name)
        .containsExactly("a.jsonl", "b.jsonl");
    assertThat(read).isEqualTo(manifest().with(read.files()));
    assertThat(read.wasLearned()).isFalse();
  }

  @Test
  void shouldNotWriteIntoAFolderThatIsNotEmpty() {
    assertThatThrownBy(() -> SnapshotFolder.create(snapshot))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("is not empty");
  }

  @Test
  void shouldRefuseAnEditedFile() throws IOException {
    Files.writeString(snapshot.resolve("a.jsonl"), "{\"itemId\":\"m2\"}\n");
    assertRefused().hasMessageContaining("a.jsonl").hasMessageContaining("checksum");
  }

  @Test
  void shouldRefuseATruncatedFile() throws IOException {
    Files.writeString(snapshot.resolve("a.jsonl"), "{\"itemId\"");
    assertRefused().hasMessageContaining("a.jsonl").hasMessageContaining("has 9 bytes");
  }

  @Test
  void shouldRefuseAMissingFile() throws IOException {
    Files.delete(snapshot.resolve("b.jsonl"));
    assertRefused().hasMessageContaining("b.jsonl is missing");
  }

  @Test
  void shouldRefuseAFileTooMany() throws IOException {
    Files.writeString(snapshot.resolve("c.jsonl"), "");
    assertRefused().hasMessageContaining("does not name the file c.jsonl");
  }

  @Test
  void shouldRefuseAnUnfinishedSnapshot() throws IOException {
    Files.delete(snapshot.resolve(SnapshotFolder.MANIFEST));
    assertRefused().hasMessageContaining("never finished");
    assertThatThrownBy(() -> SnapshotFolder.open(folder.resolve("nowhere")))
        .hasMessageContaining("no such folder");
  }

  @Test
  void shouldSayWhereAFileIsNoFolder() {
    Path file = snapshot.resolve("a.jsonl");
    assertThatThrownBy(() -> SnapshotFolder.open(file)).hasMessageContaining("it is a file");
    assertThatThrownBy(() -> SnapshotFolder.create(file)).hasMessageContaining("it is a file");
  }

  @Test
  void shouldRefuseANewerVersionAndAnotherFormat() throws IOException {
    Path file = snapshot.resolve(SnapshotFolder.MANIFEST);
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"version\" : 1", "\"version\" : 2"));
    assertRefused()
        .hasMessageContaining("format version 2, but this build reads 1")
        .hasMessageContaining("Use the version of Eddy that wrote it");
    Files.writeString(file, text.replace(Manifest.FORMAT, "another"));
    assertRefused().hasMessageContaining("this is no snapshot");
    Files.writeString(file, text.substring(0, text.length() / 2));
    assertRefused().hasMessageContaining("cut off or no manifest").hasMessageNotContaining("\n");
    Files.writeString(file, text.replace("\"scale\"", "\"scales\""));
    assertRefused().hasMessageContaining("scales");
    Files.writeString(file, text.replace("\"b.jsonl\"", "null"));
    assertRefused().hasMessageContaining("of each file its 'name'");
  }

  @Test
  void shouldNotLeaveTheFolder() throws IOException {
    Path file = snapshot.resolve(SnapshotFolder.MANIFEST);
    Files.writeString(folder.resolve("outside"), "");
    Files.writeString(file, Files.readString(file).replace("b.jsonl", "../outside"));
    assertRefused().hasMessageContaining("../outside is missing");
  }
}
