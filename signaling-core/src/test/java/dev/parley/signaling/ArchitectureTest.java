package dev.parley.signaling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies between the packages of the core, as described in docs/architecture.md. */
@AnalyzeClasses(
    packages = "dev.parley.signaling",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule PACKAGES_DEPEND_IN_ONE_DIRECTION =
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
  static final ArchRule PROTOCOL_DEPENDS_ON_JAVA_ONLY =
      classes()
          .that()
          .resideInAPackage("..protocol..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "dev.parley.signaling.protocol..");

  @ArchTest
  static final ArchRule ONLY_WIRE_DEPENDS_ON_GSON =
      noClasses()
          .that()
          .resideOutsideOfPackage("..wire..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.gson..");

  @ArchTest
  static final ArchRule NO_IO =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..", "java.nio.channels..", "java.nio.file..", "java.util.logging..");

  /** Time comes from an InstantSource, and executors from the caller. */
  @ArchTest
  static final ArchRule NO_THREADS_OR_CLOCK =
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
  static final ArchRule NO_GENERIC_CLASS_NAMES =
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
  static final ArchRule NO_LOCALE_DEPENDENT_FORMATTING =
      ArchitectureRules.NO_LOCALE_DEPENDENT_FORMATTING;
}
