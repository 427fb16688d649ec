package dev.parley.signaling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;

/** Rules that hold in the core and in the server. */
@SuppressWarnings(
    "exports") // tests read ArchUnit from the class path, which javac takes for a module
public final class ArchitectureRules {
  /** Otherwise messages would change with the locale of the operating system. */
  public static final ArchRule NO_LOCALE_DEPENDENT_FORMATTING =
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

  private ArchitectureRules() {}
}
