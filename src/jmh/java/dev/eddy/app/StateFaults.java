package dev.eddy.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.fixture.DamagedFiles;
import dev.eddy.fixture.ServedEddy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Faults of what an instance has on disk.
final class StateFaults {

  private static final String STATE = "stream.state-dir";

  private StateFaults() {}

  /// The files of a stopped instance are damaged, each by one byte.
  static ObjectNode corrupt(FaultStage stage) throws IOException, InterruptedException {
    Path state = stage.folder("state");
    ServedEddy eddy = stage.prepare("a", Map.of(STATE, state.toString()));
    eddy.start();
    stage.flow();
    stage.hush();
    eddy.stop();
    int files = DamagedFiles.damage(state);
    stage.begins();
    stage.note(files + " files are damaged");
    stage.ends();
    eddy.start();
    stage.awaitReady(eddy);
    stage.flowAgain();
    stage.letWrite();
    return stage.healed("by itself: damaged state is dropped, and restored from the changelogs");
  }

  /// What is on disk is of a build with another format, as after an upgrade that was undone; what
  /// Kafka holds is not.
  static ObjectNode otherFormat(FaultStage stage) throws IOException, InterruptedException {
    Path state = stage.folder("state");
    ServedEddy eddy = stage.prepare("a", Map.of(STATE, state.toString()));
    eddy.start();
    stage.flow();
    stage.hush();
    eddy.stop();
    OtherFormat.write(state, "user-history");
    stage.begins();
    eddy.start();
    stage.awaitEnd(eddy);
    stage.ends();
    eddy.start();
    stage.awaitReady(eddy);
    stage.flowAgain();
    stage.letWrite();
    return stage.healed(
        "a start of the build that wrote what Kafka holds, which restores it; or another"
            + " stream.generation, which learns all anew");
  }

  /// A second instance is started on the state folder of the first.
  static ObjectNode sharedFolder(FaultStage stage) throws IOException, InterruptedException {
    Path state = stage.folder("state");
    ServedEddy first = stage.prepare("a", Map.of(STATE, state.toString()));
    first.start();
    stage.flow();
    stage.begins();
    ServedEddy second = stage.prepare("b", Map.of(STATE, state.toString()));
    stage.leaveOut(second);
    try (second) {
      second.start();
      stage.awaitEnd(second);
    }
    stage.ends();
    return stage.healed("the second refuses to start, and the first goes on");
  }
}
