package dev.parley.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.parley.signaling.ArchitectureRules;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/** Enforces the direction of imports that docs/architecture.md describes. */
@AnalyzeClasses(
    packages = "dev.parley.server",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule ROOMS_AND_JOURNALS_ARE_PRIVATE_TO_THE_CORE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.parley.signaling.room..",
              "dev.parley.signaling.journal..",
              "dev.parley.signaling.replica..");

  @ArchTest
  static final ArchRule ONLY_HTTP_AND_TRANSPORTS_USE_UNDERTOW =
      noClasses()
          .that()
          .resideOutsideOfPackages("..server.http..", "..server.transport..")
          .and()
          .doNotHaveSimpleName("Routes")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.undertow..", "org.xnio..");

  @ArchTest
  static final ArchRule CONFIGURATION_AND_OBSERVERS_STAND_ALONE =
      noClasses()
          .that()
          .resideInAnyPackage("..server.config..", "..server.observe..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.parley.server..")
                  .and(resideOutsideOfPackages("..server.config..", "..server.observe..")));

  @ArchTest
  static final ArchRule HTTP_KNOWS_NO_TRANSPORT =
      noClasses()
          .that()
          .resideInAPackage("..server.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..server.transport..");

  @ArchTest
  static final ArchRule TRANSPORTS_DO_NOT_KNOW_EACH_OTHER =
      slices().matching("..server.transport.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule SHARED_TRANSPORT_CLASSES_KNOW_NO_TRANSPORT =
      noClasses()
          .that()
          .resideInAPackage("..server.transport")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..server.transport.*..");

  @ArchTest
  static final ArchRule PACKAGES_DO_NOT_DEPEND_ON_THE_ROOT_PACKAGE =
      noClasses()
          .that()
          .resideInAPackage("..server.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.parley.server");

  @ArchTest
  static final ArchRule ONLY_THE_STEADY_CLOCK_READS_THE_SYSTEM_CLOCK =
      noClasses()
          .that()
          .doNotHaveSimpleName("SteadyClock")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(Clock.class, "systemUTC");

  @ArchTest
  static final ArchRule NO_LOCALE_DEPENDENT_FORMATTING =
      ArchitectureRules.NO_LOCALE_DEPENDENT_FORMATTING;
}
