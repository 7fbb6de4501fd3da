package dev.eddy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The arrows between packages, who may touch which library, and how large packages and files may
/// grow. Each `package-info.java` says what its package imports; this test holds it to that.
@AnalyzeClasses(packages = "dev.eddy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/eddy");

  /// A package with more files than this cannot be seen at a glance.
  private static final int MOST_FILES = 25;

  /// A file with more lines than this has more than one idea, or says why it has not.
  private static final int MOST_LINES = 350;

  private static final Pattern MAY_IMPORT =
      Pattern.compile("May import: ([^.]*(?:\\.\\w[^.]*)*)\\.");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?dev\\.eddy\\.([a-z.]+)\\.[A-Z]");
  private static final Pattern QUOTED = Pattern.compile("`([a-z.]+)`");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("dev.eddy.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule VECTORS_IN_KERNEL = only("jdk.incubator.vector..", "dev.eddy.kernel");

  @ArchTest static final ArchRule ROCKS_IN_STORE = only("org.rocksdb..", "dev.eddy.store");

  @ArchTest
  static final ArchRule JETTY_BEHIND_ITS_ADAPTER =
      only("org.eclipse.jetty..", "dev.eddy.http.jetty");

  @ArchTest
  static final ArchRule KAFKA_STREAMS_WHERE_IT_BELONGS =
      only("org.apache.kafka.streams..", "dev.eddy.store", "dev.eddy.stream..", "dev.eddy.app..");

  @ArchTest
  static final ArchRule KAFKA_WHERE_IT_BELONGS =
      only(
          "org.apache.kafka..",
          "dev.eddy.store",
          "dev.eddy.stream..",
          "dev.eddy.serve..",
          "dev.eddy.app..");

  /// The broker's libraries are not there in production.
  @ArchTest static final ArchRule BROKER_IN_DEMO = only("kafka..", "dev.eddy.app.demo.broker");

  @ArchTest static final ArchRule SCALA_IN_DEMO = only("scala..", "dev.eddy.app.demo.broker");

  @ArchTest
  static final ArchRule BROKER_INTERNALS_IN_DEMO =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.eddy.app.demo.broker")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.server..",
              "org.apache.kafka.metadata..",
              "org.apache.kafka.raft..",
              "org.apache.kafka.image..");

  @ArchTest
  static final ArchRule KERNEL_KNOWS_THE_JDK_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.eddy.kernel")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "jdk..", "dev.eddy.kernel");

  private static ArchRule only(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  @Test
  void shouldImportWhatThePackageSays() {
    Map<String, Set<String>> imports = new TreeMap<>();
    sources()
        .forEach(
            file ->
                imports
                    .computeIfAbsent(packageOf(file), name -> new TreeSet<>())
                    .addAll(imports(file)));
    imports.forEach(
        (name, real) ->
            assertThat(said(name)).as("what package %s says it imports", name).isEqualTo(real));
  }

  private static String packageOf(Path file) {
    return SOURCES.relativize(file.getParent()).toString().replace('/', '.');
  }

  private static Set<String> imports(Path file) {
    return IMPORT
        .matcher(read(file))
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.equals(packageOf(file)))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> said(String name) {
    String text = read(SOURCES.resolve(name.replace('.', '/')).resolve("package-info.java"));
    assertThat(text).as(name).contains("Start reading at");
    Matcher said = MAY_IMPORT.matcher(text.replace("\n///", ""));
    assertThat(said.find()).as("'May import' of %s", name).isTrue();
    return QUOTED
        .matcher(said.group(1))
        .results()
        .map(found -> found.group(1))
        .collect(toCollection(TreeSet::new));
  }

  @Test
  void shouldBeSeenAtAGlance() {
    Map<String, List<Path>> packages = sources().collect(groupingBy(ArchitectureTest::packageOf));
    packages.forEach(
        (name, files) -> assertThat(files).as(name).hasSizeLessThanOrEqualTo(MOST_FILES));
  }

  @Test
  void shouldNameEachClassOnce() {
    assertThat(sources().map(file -> file.getFileName().toString())).doesNotHaveDuplicates();
  }

  @Test
  void shouldHaveOneIdeaAFile() {
    sources()
        .filter(file -> read(file).lines().count() > MOST_LINES)
        .forEach(file -> assertThat(read(file)).as(file.toString()).contains("Long because"));
  }

  private static Stream<Path> sources() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
