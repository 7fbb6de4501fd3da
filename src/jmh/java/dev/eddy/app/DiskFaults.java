package dev.eddy.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.Fault.CannotBeTriedException;
import dev.eddy.fixture.Programs;
import dev.eddy.fixture.ServedEddy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Faults of the disk.
final class DiskFaults {

  private static final int MANY_PER_SECOND = 1_000;
  private static final String SYNCS = "fsync,fdatasync,sync_file_range";
  private static final String DELAY = SYNCS + ":delay_exit=500000";

  private DiskFaults() {}

  /// The disk that holds the state becomes full, and has room again.
  static ObjectNode full(FaultStage stage)
      throws IOException, InterruptedException, CannotBeTriedException {
    try (SmallDisk disk = SmallDisk.mount(stage.folder("disk"))) {
      ServedEddy eddy =
          stage.prepare("a", Map.of("stream.state-dir", disk.folder().resolve("state").toString()));
      eddy.start(disk.within(), Map.of());
      stage.flow(MANY_PER_SECOND, SteadyRatings::distinct);
      stage.begins();
      disk.fill();
      stage.awaitEnd(eddy);
      stage.ebb();
      disk.makeRoom();
      stage.ends();
      eddy.start(disk.within(), Map.of());
      stage.awaitReady(eddy);
      stage.flowAgain();
      return stage.healed("a start, once the disk has room; until then a start is refused");
    }
  }

  /// The disk takes half a second for everything that must be on it.
  static ObjectNode slow(FaultStage stage)
      throws IOException, InterruptedException, CannotBeTriedException {
    ServedEddy eddy = stage.prepare("a", Map.of());
    List<String> strace =
        List.of(
            "strace", "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e",
            "trace=" + SYNCS, "-e", "inject=" + DELAY);
    List<String> trial = new ArrayList<>(strace);
    trial.add("true");
    if (!Programs.has("strace") || !Programs.succeeds(trial.toArray(new String[0]))) {
      throw new CannotBeTriedException("no strace(1) that may delay what a process does");
    }
    stage.begins();
    eddy.start(strace, Map.of());
    stage.flow();
    stage.lasts();
    eddy.interrupt();
    stage.awaitEnd(eddy);
    stage.ends();
    eddy.start();
    return stage.healed(
        "nothing to heal: it learns and answers; what a stop does not commit in 10 s is rolled back");
  }
}
