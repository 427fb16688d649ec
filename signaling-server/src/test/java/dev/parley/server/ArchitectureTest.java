package dev.parley.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/** What the server may know of the core, and of itself, as docs/architecture.md has it. */
@AnalyzeClasses(
    packages = "dev.parley.server",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule WHAT_IS_TRUE_IN_A_ROOM_IS_THE_CORES_AFFAIR =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.parley.signaling.room..");

  @ArchTest
  static final ArchRule ONLY_HTTP_KNOWS_UNDERTOW =
      noClasses()
          .that()
          .resideOutsideOfPackage("..server.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.undertow..", "org.xnio..");

  @ArchTest
  static final ArchRule CONFIGURATION_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("..server.config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..server.http..", "..server.observe..");

  @ArchTest
  static final ArchRule ONLY_THE_STEADY_CLOCK_LOOKS_AT_THE_CALENDAR =
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
