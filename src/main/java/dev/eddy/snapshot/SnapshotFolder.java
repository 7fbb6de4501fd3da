package dev.eddy.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The folder of a snapshot: files, and a manifest that has the checksum of each. Any file that is
/// missing, changed or too many has the whole refused.
public final class SnapshotFolder {

  /// The file that says what the others are.
  public static final String MANIFEST = "manifest.json";

  private static final String UNFINISHED = "manifest.json.unfinished";
  private static final int BUFFER_BYTES = 1 << 18;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path folder;

  private SnapshotFolder(Path folder) {
    this.folder = folder;
  }

  /// Begins a snapshot.
  ///
  /// @param folder made if it is not there
  /// @throws SnapshotException if it is there and not empty, or cannot be made
  public static SnapshotFolder create(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new SnapshotException(folder, "it is a file. Name a folder");
    }
    try {
      Files.createDirectories(folder);
      if (!list(folder).isEmpty()) {
        throw new SnapshotException(
            folder, "the folder is not empty. Name another one, or remove what is in it");
      }
    } catch (IOException e) {
      throw new SnapshotException(
          folder, "the folder cannot be made: %s. Name another one".formatted(e), e);
    }
    return new SnapshotFolder(folder);
  }

  /// Returns where a file of the snapshot is.
  public Path file(String name) {
    return folder.resolve(name);
  }

  /// Ends a snapshot: sums up all files that are there, and writes the manifest.
  ///
  /// @param manifest all but the files
  public void finish(Manifest manifest) {
    try {
      List<Manifest.FileEntry> entries = new ArrayList<>();
      for (String name : list(folder)) {
        entries.add(new Manifest.FileEntry(name, Files.size(file(name)), sha256(file(name))));
      }
      Files.write(file(UNFINISHED), MAPPER.writeValueAsBytes(manifest.with(entries)));
      Files.move(file(UNFINISHED), file(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new SnapshotException(folder, "the snapshot cannot be finished: " + e, e);
    }
  }

  /// Opens a snapshot, and reads all of it once to compare the checksums.
  ///
  /// @throws SnapshotException if it is not whole, or of another format or version
  public static SnapshotFolder open(Path folder) {
    SnapshotFolder opened = new SnapshotFolder(folder);
    opened.check(opened.manifest());
    return opened;
  }

  /// Returns what the snapshot says of itself.
  ///
  /// @throws SnapshotException if it says nothing that this build understands
  public Manifest manifest() {
    Path file = file(MANIFEST);
    if (!Files.isDirectory(folder)) {
      throw new SnapshotException(
          folder,
          Files.exists(folder)
              ? "it is a file. Name the folder of a snapshot"
              : "there is no such folder. Name that of a snapshot");
    }
    if (!Files.exists(file)) {
      throw new SnapshotException(
          file, "it is missing: the snapshot was never finished, or this is none. Export it anew");
    }
    JsonNode tree;
    Manifest manifest;
    try {
      tree = MAPPER.readTree(Files.readAllBytes(file));
      checkFormat(file, tree);
      manifest = MAPPER.treeToValue(tree, Manifest.class);
    } catch (JsonProcessingException e) {
      throw new SnapshotException(
          file,
          "it is cut off or no manifest: %s. Copy the snapshot again"
              .formatted(e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new SnapshotException(file, "it cannot be read: " + e, e);
    }
    if (manifest.scale() == null
        || manifest.files() == null
        || manifest.files().stream().anyMatch(entry -> entry.name() == null)) {
      throw new SnapshotException(
          file, "it needs the fields 'scale' and 'files', and of each file its 'name'");
    }
    return manifest;
  }

  private static void checkFormat(Path file, JsonNode tree) {
    if (!Manifest.FORMAT.equals(tree.path("format").asText())) {
      throw new SnapshotException(
          file,
          "its format is not '%s', so this is no snapshot. Name the folder of one"
              .formatted(Manifest.FORMAT));
    }
    int version = tree.path("version").asInt();
    if (version != Manifest.VERSION) {
      throw new SnapshotException(
          file,
          "it has format version %d, but this build reads %d. Use the version of Eddy that wrote it%s"
              .formatted(
                  version,
                  Manifest.VERSION,
                  tree.hasNonNull("build") ? ", " + tree.get("build").asText() : ""));
    }
  }

  private void check(Manifest manifest) {
    Set<String> there;
    try {
      there = list(folder);
    } catch (IOException e) {
      throw new SnapshotException(folder, "the folder cannot be read: " + e, e);
    }
    there.remove(MANIFEST);
    for (Manifest.FileEntry entry : manifest.files()) {
      if (!there.remove(entry.name())) {
        throw new SnapshotException(
            folder, "the file %s is missing. Copy the snapshot again".formatted(entry.name()));
      }
      check(entry);
    }
    if (!there.isEmpty()) {
      throw new SnapshotException(
          folder,
          "the manifest does not name the file %s. Remove it if it does not belong to the snapshot"
              .formatted(there.iterator().next()));
    }
  }

  private void check(Manifest.FileEntry entry) {
    Path file = file(entry.name());
    try {
      long bytes = Files.size(file);
      if (bytes != entry.bytes()) {
        throw new SnapshotException(
            file,
            "it has %d bytes, but the manifest says %d. Copy the snapshot again"
                .formatted(bytes, entry.bytes()));
      }
      if (!sha256(file).equals(entry.sha256())) {
        throw new SnapshotException(
            file,
            "its checksum is not that of the manifest: it was changed or is damaged. Copy the"
                + " snapshot again");
      }
    } catch (IOException e) {
      throw new SnapshotException(file, "it cannot be read: " + e, e);
    }
  }

  /// Returns the names of what is in a folder, in order.
  private static Set<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
