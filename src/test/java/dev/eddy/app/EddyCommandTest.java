package dev.eddy.app;

import static dev.eddy.app.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.serve.access.TokenSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EddyCommandTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "serve",
        "replay",
        "evaluate",
        "generate",
        "topology",
        "config",
        "dead-letters",
        "simulate",
        "token"
      })
  void shouldHelpWithEachCommand(String command) {
    CommandRun result = run(command, "--help");
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("Usage: eddy " + command);
    assertThat(run().out()).contains("  " + command);
  }

  @Test
  void shouldMakeTokens() throws IOException {
    CommandRun printed = run("token", "--role", "read,write", "--sub", "a b", "--name", "phone");
    assertThat(printed.code()).as(printed.err()).isZero();
    List<String> lines = printed.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).startsWith("eddy_");
    assertThat(lines.getLast())
        .isEqualTo(
            "phone read,write sub=a%20b sha256:"
                + HexFormat.of().formatHex(TokenSecret.hash(lines.getFirst())));

    Path file = folder.resolve("tokens");
    for (int n = 1; n <= 2; n++) {
      CommandRun added = run("token", "--role", "admin", "--file", file.toString());
      assertThat(added.code()).as(added.err()).isZero();
      assertThat(added.out()).hasLineCount(1).startsWith("eddy_");
      assertThat(Files.readString(file)).hasLineCount(n).doesNotContain(added.out().strip());
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(run("token", "--role", "owner").code()).isEqualTo(2);
    assertThat(run("token", "--role", "owner").err())
        .isEqualTo("eddy: 'owner' is no role; roles are read,write,admin,watch,peer\n");
    assertThat(run("token", "--role", "read", "--file", folder.toString()).err())
        .startsWith("eddy: cannot add the token to " + folder);
    assertThat(run("token").code()).isEqualTo(2);
  }

  @Test
  void shouldNotServeEverybodyFromElsewhereByAccident() {
    CommandRun refused =
        run(
            "serve",
            "--set",
            "serve.host=0.0.0.0",
            "--set",
            "stream.bootstrap-servers=127.0.0.1:1");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err().lines().filter(line -> line.startsWith("eddy: "))).hasSize(1);
    assertThat(refused.err()).contains("eddy: serve.host is 0.0.0.0", "serve.open=true");
  }

  /// Sources without a repository may have been told a commit; else it is unknown, and said so.
  @ParameterizedTest
  @CsvSource({"100,100", "80,80", "20,60", "9999,140", ",80", "wide,80", "'',80", "-5,80"})
  void shouldBeAsWideAsTheTerminalWithinReason(String columns, int width) {
    assertThat(Eddy.helpWidth(columns)).isEqualTo(width);
  }

  @Test
  void shouldTellTheCommitThatItWasBuiltFrom() {
    assertThat(run("--version").out())
        .containsPattern(
            Files.exists(Path.of(".git"))
                ? "\ncommit \\S*[0-9a-f]{12}(-changed)?\n"
                : "\ncommit [\\w.-]+\n");
  }

  @Test
  void shouldAnswerBadInputInOneLineWithCodeTwo() throws IOException {
    Path empty = Files.writeString(folder.resolve("ratings.csv"), "");
    Path bad = Files.writeString(folder.resolve("bad.csv"), "userId,movieId,rating\nrubbish\n");
    Path few =
        Files.writeString(
            folder.resolve("few.csv"), "userId,movieId,rating\nu,i,4\nu,j,1\nv,i,5\n");
    String[][] commands = {
      {"demo", "--ratings", folder.resolve("none.csv").toString()},
      {"demo", "--ratings", empty.toString()},
      {"demo", "--speed", "-3"},
      {"evaluate", "--ratings", folder.resolve("none.csv").toString()},
      {"evaluate", "--ratings", empty.toString()},
      {"evaluate", "--ratings", few.toString(), "--separator", "abc"},
      {"evaluate", "--ratings", few.toString(), "--columns", "1,2"},
      {"evaluate", "--ratings", few.toString(), "--columns", "user=nobody"},
      {"demo", "--users", few.toString()},
      {"evaluate", "--ratings", few.toString(), "--protocol", "holdout", "--fold", "5"},
      {"evaluate", "--ratings", few.toString(), "--protocol", "holdout", "--fold", "-1"},
      {"evaluate", "--ratings", few.toString(), "--folds", "1"},
      {"evaluate", "--ratings", few.toString(), "--scale", "5:1"},
      {"evaluate", "--ratings", few.toString(), "--set", "learning.ratings-per-user=-1"},
      {"evaluate", "--ratings", few.toString(), "--set", "learning.rehersal-steps=1"},
      {"demo", "--speed", "soon"},
      {"demo", "--set", "learning.factors=zero"},
      {"demo", "--set", "no.such.key=1"},
      {"generate", "--out", folder.toString(), "--users", "0"},
      {"generate", "--out", empty + "/below"},
      {"generate", "--out", folder.toString(), "--kinds", "view,veiw"},
      {"generate", "--out", folder.toString(), "--kinds", ""},
      {"generate", "--out", folder.toString(), "--no-ratings"},
      {"config", "--config", folder.resolve("none").toString()},
      {"replay", "--ratings", folder.resolve("none.csv").toString()}
    };
    for (String[] command : commands) {
      CommandRun result = run(command);
      assertThat(result.code()).as(String.join(" ", command)).isEqualTo(2);
      assertThat(result.err().lines()).as(result.err()).hasSize(1);
      assertThat(result.err()).startsWith("eddy: ");
    }
    for (String command : new String[] {"demo", "evaluate", "replay", "crosstab"}) {
      CommandRun refused = run(command, "--ratings", bad.toString());
      assertThat(refused.code()).as(command).isEqualTo(1);
      assertThat(refused.err().lines()).as(refused.err()).hasSize(1);
      assertThat(refused.err()).contains("1 missing field, first on line 2: itemId is missing");
    }
    assertThat(run("demo", "--nonsense").code()).isEqualTo(2);
    CommandRun model = run("evaluate", "--ratings", few.toString(), "--model", "magic");
    assertThat(model.code()).isEqualTo(2);
    assertThat(model.err())
        .isEqualTo("eddy: learning.model is 'magic', but must be one of dot, nn\n");
  }

  /// None of these ever asks Kafka.
  @Test
  void shouldRefuseWhatIsNoSnapshotBeforeItChangesAnything() throws IOException {
    Path full = Files.createDirectory(folder.resolve("full"));
    Path file = Files.writeString(full.resolve("manifest.json"), "{");
    assertRefused(1, "is not empty. Name another one", "export", "--out", full.toString());
    assertRefused(1, "it is a file. Name a folder", "export", "--out", file.toString());
    assertRefused(1, "no such folder", "import", folder.resolve("none").toString());
    assertRefused(1, "Copy the snapshot again", "import", full.toString());
    Files.writeString(file, "{\"format\": \"eddy-snapshot\", \"version\": 2, \"build\": \"9.1\"}");
    assertRefused(1, "Use the version of Eddy that wrote it, 9.1", "import", full.toString());
    String manifest =
        "{\"format\": \"eddy-snapshot\", \"version\": 1,"
            + " \"scale\": {\"min\": 0, \"max\": 9}, \"files\": []}";
    Files.writeString(file, manifest);
    assertRefused(1, "0.0 to 9.0, but events.scale-min", "import", full.toString());
    assertRefused(2, "user= is empty", "import", full.toString(), "--leave-out=user=");
    assertRefused(2, "'at=1' is no condition", "rebuild", "--generation=2", "--leave-out=at=1");
    assertRefused(2, "must be at least 1", "rebuild", "--generation=0");
    assertRefused(2, "--partitions is 0", "rebuild", "--generation=2", "--partitions=0");
    assertThat(full.toFile().list()).containsExactly("manifest.json");
  }

  private static void assertRefused(int code, String why, String... command) {
    CommandRun result = run(command);
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.err()).startsWith("eddy: ").contains(why);
    assertThat(result.err().lines()).as(result.err()).hasSize(1);
  }

  @Test
  void shouldPrintTheBusiestCornerOfTheRatingsMatrix() throws IOException {
    Path ratings =
        Files.writeString(
            folder.resolve("ratings.csv"),
            """
            userId,movieId,rating,timestamp
            7,1,4,10
            7,2,3.5,20
            7,1,2,30
            8,1,5,10
            9,3,1,10
            damaged
            """);
    Files.writeString(
        folder.resolve("movies.csv"), "movieId,title,genres\n1,\"Heat, The (1995)\",Crime\n");
    String[] of = {"crosstab", "--ratings", ratings.toString(), "--rows=2", "--columns=2"};
    assertThat(run(of).out())
        .isEqualTo(
            """
            user   A   B
            7      2 3.5
            8      5   ·

               A  Heat, The (1995)
               B  2
            """);
    assertThat(run(with(of, "--format=csv")).out())
        .isEqualTo("user,\"Heat, The (1995)\",2\n7,2,3.5\n8,5,\n");
    assertThat(run(with(of, "--format=json")).out())
        .contains("{\"userId\":\"8\",\"ratings\":[5.0,null]}");
    assertThat(run("crosstab", "--ratings", ratings.toString(), "--rows=0").err())
        .isEqualTo("eddy: --rows is 0, but must be between 1 and 1000\n");
  }

  private static String[] with(String[] command, String option) {
    String[] more = java.util.Arrays.copyOf(command, command.length + 1);
    more[command.length] = option;
    return more;
  }

  @Test
  void shouldPrintTheLayersOfBothModels() {
    String dot = run("model", "--users=610", "--items=9724").out();
    assertThat(dot).startsWith("dot 1x64").contains("9724 x 64", "622,336", "671,711");
    String nn = run("model", "--model=nn", "--users=610", "--items=9724").out();
    assertThat(nn).contains("hidden layer, of users", "16 x 128", "24 x 128", "128 x 1");
  }

  @Test
  void shouldGenerateAWorldThatCanBeRead() {
    CommandRun result =
        run(
            "generate",
            "--users",
            "50",
            "--items",
            "40",
            "--ratings",
            "500",
            "--seed",
            "3",
            "--out",
            folder.toString());
    assertThat(result.code()).isZero();
    assertThat(result.out()).containsPattern("noise floor: RMSE 0\\.[67]\\d+");
    CommandRun read =
        run(
            "evaluate",
            "--ratings=" + folder.resolve("ratings.csv"),
            "--items=" + folder.resolve("items.csv"),
            "--users=" + folder.resolve("users.csv"),
            "--json");
    assertThat(read.out()).contains("\"read\":500", "\"learned\":", "\"refused\":{}");
    assertThat(read.err()).contains("times are read as seconds", "500 rows read");
  }

  @Test
  void shouldGenerateEventsWithoutARating() throws IOException {
    String[] of = {"generate", "--users=50", "--items=40", "--ratings=500", "--out=" + folder};
    String[] kinds = with(of, "--kinds=purchase,view");
    CommandRun both = run(kinds);
    assertThat(both.code()).as(both.err()).isZero();
    assertThat(both.out())
        .matches(
            "noise floor: RMSE 0\\.\\d+, .*\\n"
                + "events without a rating: [\\d,]+ view, [\\d,]+ purchase\\n");
    Path ratings = folder.resolve("ratings.csv");
    List<String> rows = Files.readAllLines(ratings);
    assertThat(rows.getFirst()).isEqualTo("userId,itemId,rating,kind,value,timestamp");
    assertThat(run("evaluate", "--ratings=" + ratings, "--json").out())
        .contains("\"read\":" + (rows.size() - 1), "\"refused\":{}");

    CommandRun alone = run(with(kinds, "--no-ratings"));
    assertThat(alone.code()).as(alone.err()).isZero();
    assertThat(alone.out()).startsWith("noise floor: none, no ratings are written (seed 1)\n");
    assertThat(Files.readAllLines(ratings))
        .isEqualTo(rows.stream().filter(row -> !row.matches("\\w+,\\w+,[\\d.]+,.*")).toList());
  }

  @Test
  void shouldSayWhichKindsCanBeGenerated() {
    String[] of = {"generate", "--out=" + folder};
    assertThat(run(with(of, "--kinds=view,veiw")).err())
        .isEqualTo(
            "eddy: --kinds: 'veiw' is not a kind, did you mean view? Allowed are view, click, play,"
                + " purchase, skip\n");
    assertThat(run(with(of, "--kinds=")).err())
        .isEqualTo(
            "eddy: --kinds: a name is empty; allowed are view, click, play, purchase, skip\n");
    assertThat(run(with(of, "--no-ratings")).err())
        .startsWith("eddy: --no-ratings needs --kinds, as in --kinds view,click,play,");
  }
}
