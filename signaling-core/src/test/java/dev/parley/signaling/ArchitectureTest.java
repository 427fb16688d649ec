package dev.parley.signaling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;

/** The house as docs/architecture.md draws it. */
@AnalyzeClasses(
    packages = "dev.parley.signaling",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule IMPORTS_GO_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("facade")
          .definedBy("dev.parley.signaling")
          .layer("participant")
          .definedBy("..signaling.participant..")
          .layer("replica")
          .definedBy("..signaling.replica..")
          .layer("journal")
          .definedBy("..signaling.journal..")
          .layer("room")
          .definedBy("..signaling.room..")
          .layer("wire")
          .definedBy("..signaling.wire..")
          .layer("spi")
          .definedBy("..signaling.spi..")
          .layer("guard")
          .definedBy("..signaling.guard..")
          .layer("protocol")
          .definedBy("..signaling.protocol..")
          .whereLayer("facade")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("participant")
          .mayOnlyBeAccessedByLayers("facade")
          .whereLayer("replica")
          .mayOnlyBeAccessedByLayers("facade", "participant")
          .whereLayer("journal")
          .mayOnlyBeAccessedByLayers("facade", "participant", "replica")
          .whereLayer("room")
          .mayOnlyBeAccessedByLayers("facade", "participant", "replica", "journal")
          .whereLayer("wire")
          .mayOnlyBeAccessedByLayers("facade", "participant")
          .whereLayer("spi")
          .mayOnlyBeAccessedByLayers("facade", "participant", "replica")
          .whereLayer("guard")
          .mayOnlyBeAccessedByLayers("facade", "participant", "replica", "journal", "spi");

  @ArchTest
  static final ArchRule THE_PROTOCOL_IS_PLAIN_JAVA =
      classes()
          .that()
          .resideInAPackage("..protocol..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "dev.parley.signaling.protocol..");

  @ArchTest
  static final ArchRule ONLY_THE_WIRE_KNOWS_GSON =
      noClasses()
          .that()
          .resideOutsideOfPackage("..wire..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.gson..");

  @ArchTest
  static final ArchRule NO_INPUT_AND_OUTPUT =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..", "java.nio.channels..", "java.nio.file..", "java.util.logging..");

  @ArchTest
  static final ArchRule NO_THREADS_AND_NO_CLOCK_OF_ITS_OWN =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Thread.class, java.util.Timer.class)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.concurrent\\.(?!Executor$).*Execut.*")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils");

  @ArchTest
  static final ArchRule NOTHING_THAT_A_MACHINE_READS_DEPENDS_ON_THE_LANGUAGE_OF_AN_OPERATOR =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "formatted", Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .orShould()
          .callMethod(PrintStream.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(PrintStream.class, "format", String.class, Object[].class);
}
