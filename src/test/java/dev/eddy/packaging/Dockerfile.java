package dev.eddy.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `deploy/Dockerfile` says, stage by stage.
record Dockerfile(List<Instruction> instructions) {

  static final Path FILE = Path.of("deploy/Dockerfile");

  /// @param stage 0 for the first
  record Instruction(int stage, String name, String rest) {}

  static Dockerfile read() throws IOException {
    List<Instruction> read = new ArrayList<>();
    int stage = -1;
    String text = Files.readString(FILE).replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R", " ");
    for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
      String[] parts = line.strip().split("\\s+", 2);
      if (parts[0].equals("FROM")) {
        stage++;
      }
      read.add(new Instruction(stage, parts[0], parts[1].replaceAll("\\s+", " ")));
    }
    return new Dockerfile(read);
  }

  private List<String> all(int stage, String name) {
    return instructions.stream()
        .filter(i -> i.stage == stage && i.name.equals(name))
        .map(Instruction::rest)
        .toList();
  }

  private int lastStage() {
    return instructions.getLast().stage;
  }

  /// Returns what the clone must have for the build.
  List<String> copiedFromTheClone() {
    List<String> paths = new ArrayList<>();
    for (String copy : all(0, "COPY")) {
      String[] words = copy.split(" ", -1);
      paths.addAll(List.of(words).subList(0, words.length - 1));
    }
    return paths;
  }

  /// Returns what the build runs.
  String buildCommands() {
    return String.join(" && ", all(0, "RUN"));
  }

  /// Returns an instruction of the image itself that stands there once.
  String only(String name) {
    List<String> found = all(lastStage(), name);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " times " + name);
    }
    return found.getFirst();
  }

  /// Returns the words of an instruction that is written as a JSON array.
  List<String> words(String name) {
    List<String> words = new ArrayList<>();
    Matcher quoted = Pattern.compile("\"([^\"]*)\"").matcher(only(name));
    while (quoted.find()) {
      words.add(quoted.group(1));
    }
    return words;
  }

  /// Returns the image's environment, above what its base has.
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String pair : only("ENV").split(" ", -1)) {
      String[] parts = pair.split("=", 2);
      environment.put(
          parts[0],
          parts[1].replace(
              "$PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    }
    return environment;
  }
}
