package dev.eddy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The arrows between packages, and who may touch which library.
@AnalyzeClasses(packages = "dev.eddy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PACKAGES = {
    "kernel",
    "event",
    "table",
    "factorization",
    "choice",
    "drift",
    "eval",
    "store",
    "lists",
    "http",
    "stream",
    "serve",
    "simulate",
    "app"
  };

  private static final String[] INNER_PACKAGES = {"http/jetty"};

  @ArchTest
  static final ArchRule ARROWS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("kernel")
          .definedBy("dev.eddy.kernel")
          .layer("event")
          .definedBy("dev.eddy.event")
          .layer("table")
          .definedBy("dev.eddy.table")
          .layer("drift")
          .definedBy("dev.eddy.drift")
          .layer("factorization")
          .definedBy("dev.eddy.factorization")
          .layer("choice")
          .definedBy("dev.eddy.choice")
          .layer("eval")
          .definedBy("dev.eddy.eval")
          .layer("store")
          .definedBy("dev.eddy.store")
          .layer("lists")
          .definedBy("dev.eddy.lists")
          .layer("stream")
          .definedBy("dev.eddy.stream")
          .layer("http")
          .definedBy("dev.eddy.http")
          .layer("http.jetty")
          .definedBy("dev.eddy.http.jetty")
          .layer("serve")
          .definedBy("dev.eddy.serve")
          .layer("simulate")
          .definedBy("dev.eddy.simulate")
          .layer("app")
          .definedBy("dev.eddy.app")
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("serve")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("http.jetty")
          .mayOnlyBeAccessedByLayers("serve")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("http.jetty", "serve", "app")
          .whereLayer("stream")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("simulate")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("lists")
          .mayOnlyBeAccessedByLayers("stream", "serve", "app")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("lists", "stream", "serve", "app")
          .whereLayer("eval")
          .mayOnlyBeAccessedByLayers("stream", "simulate", "app")
          .whereLayer("drift")
          .mayOnlyBeAccessedByLayers("stream", "serve", "simulate", "app")
          .whereLayer("event")
          .mayOnlyBeAccessedByLayers(
              "table", "factorization", "eval", "stream", "serve", "simulate", "app")
          .whereLayer("table")
          .mayOnlyBeAccessedByLayers("eval", "serve", "app")
          .whereLayer("choice")
          .mayOnlyBeAccessedByLayers("eval", "store", "lists", "stream", "serve", "app")
          .whereLayer("factorization")
          .mayOnlyBeAccessedByLayers(
              "choice", "eval", "store", "lists", "stream", "serve", "simulate", "app");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("dev.eddy.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule VECTORS_IN_KERNEL =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.eddy.kernel")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");

  @ArchTest
  static final ArchRule ROCKS_IN_STORE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.eddy.store")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rocksdb..");

  @ArchTest
  static final ArchRule KAFKA_WHERE_IT_BELONGS =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.eddy.store", "dev.eddy.stream", "dev.eddy.serve", "dev.eddy.app")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "kafka..");

  @ArchTest
  static final ArchRule JETTY_BEHIND_ITS_ADAPTER =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.eddy.http.jetty")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jetty..");

  @ArchTest
  static final ArchRule KERNEL_KNOWS_THE_JDK_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.eddy.kernel")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "jdk..", "dev.eddy.kernel");

  @Test
  void shouldExplainEveryPackage() throws IOException {
    List<String> all = new ArrayList<>(List.of(PACKAGES));
    all.addAll(List.of(INNER_PACKAGES));
    for (String name : all) {
      Path info = Path.of("src/main/java/dev/eddy", name, "package-info.java");
      assertThat(info).exists();
      assertThat(Files.readString(info)).contains("May import").contains("Start reading at");
    }
    try (Stream<Path> folders = Files.list(Path.of("src/main/java/dev/eddy"))) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrder(PACKAGES);
    }
  }
}
