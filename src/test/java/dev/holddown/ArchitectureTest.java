package dev.holddown;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.holddown.ArchitectureTest.OnlyMain;
import dev.holddown.boot.Main;
import dev.holddown.spi.Connector;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.Timer;
import java.util.UUID;

/** The walls between the packages. Each rule is a sentence, and says why it stands. */
@AnalyzeClasses(packages = "dev.holddown", importOptions = OnlyMain.class)
class ArchitectureTest {
  private static final String DOMAIN = "dev.holddown.domain..";
  private static final String KERNEL = "dev.holddown.domain.kernel..";
  private static final String SPI = "dev.holddown.spi..";
  private static final String ENGINE = "dev.holddown.engine..";
  private static final String PORT = "dev.holddown.engine.port..";
  private static final String PLAYBOOKS = "dev.holddown.playbooks..";
  private static final String CONNECTORS = "dev.holddown.connectors..";
  private static final String SUPPORT = "dev.holddown.connectors.support..";
  private static final String VIEW = "dev.holddown.view..";
  private static final String CLI = "dev.holddown.cli..";
  private static final String WEB = "dev.holddown.web..";
  private static final String ACCESS = "dev.holddown.access..";

  /** Values of the JDK: the same arguments give the same answer on every machine. */
  private static final DescribedPredicate<JavaClass> JAVA_VALUES =
      resideInAnyPackage(
              "java.lang",
              "java.lang.annotation",
              "java.lang.invoke",
              "java.lang.runtime",
              "java.util",
              "java.util.function",
              "java.util.stream",
              "java.util.regex",
              "java.time..",
              "java.math",
              "java.text",
              "java.nio.charset",
              "java.security")
          .and(
              not(
                  belongToAnyOf(
                      System.class,
                      Thread.class,
                      ThreadLocal.class,
                      Runtime.class,
                      Process.class,
                      ProcessBuilder.class,
                      Random.class,
                      SecureRandom.class,
                      Timer.class,
                      Clock.class,
                      InstantSource.class)))
          .as("are plain values of the JDK");

  @ArchTest
  static final ArchRule the_domain_knows_only_values_and_itself =
      classes()
          .that()
          .resideInAPackage(DOMAIN)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(DOMAIN, "org.jspecify..").or(JAVA_VALUES).or(primitives()))
          .because(
              "rules without clock, chance, I/O, JSON or CEL can be tested in microseconds"
                  + " and replayed for ever; what they need comes in as a value")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule the_kernel_knows_only_itself =
      only("every other package stands on it", KERNEL);

  @ArchTest
  static final ArchRule the_spi_knows_only_the_kernel =
      only("what a connector's author needs to learn must stay one page", SPI, KERNEL);

  @ArchTest
  static final ArchRule connectors_know_only_the_spi_and_the_kernel =
      only(
          "a connector is then testable alone, and could be published alone",
          CONNECTORS,
          SPI,
          KERNEL);

  @ArchTest
  static final ArchRule what_supports_connectors_knows_no_connector =
      only("plumbing that knows its users cannot be shared", SUPPORT, SPI, KERNEL);

  @ArchTest
  static final ArchRule the_ports_know_only_the_domain_and_the_spi =
      only("who implements a port must not see the engine behind it", PORT, DOMAIN, SPI);

  @ArchTest
  static final ArchRule the_engine_reaches_the_world_through_its_ports =
      only("it can then run in a simulated world with injected faults", ENGINE, DOMAIN, SPI);

  @ArchTest
  static final ArchRule playbooks_know_the_domain_the_spi_and_the_ports =
      only("a reader that could act would not be a reader", PLAYBOOKS, DOMAIN, SPI, PORT);

  @ArchTest
  static final ArchRule conditions_know_the_domain_the_spi_and_the_ports =
      only(
          "CEL stays behind one interface and can be replaced",
          "dev.holddown.conditions..",
          DOMAIN,
          SPI,
          PORT);

  @ArchTest
  static final ArchRule the_store_knows_the_domain_the_ports_and_their_values =
      only("it keeps facts and decides nothing", "dev.holddown.store..", DOMAIN, PORT, SPI);

  @ArchTest
  static final ArchRule views_know_the_domain_and_the_values_of_the_ports =
      only("a screen is a fold of events; it can change nothing", VIEW, DOMAIN, PORT);

  @ArchTest
  static final ArchRule verbs_and_pages_see_neither_store_nor_connectors =
      classes()
          .that()
          .resideInAnyPackage(CLI, WEB)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(CLI, WEB, ACCESS, ENGINE, VIEW, PLAYBOOKS, DOMAIN, SPI)
                  .or(not(resideInAPackage("dev.holddown.."))))
          .because(
              "whatever a screen or a verb can do, it does through the engine, which records it")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule access_knows_only_itself =
      only("who may come in is decided without knowing what they want", ACCESS);

  @ArchTest
  static final ArchRule only_access_knows_passwords_and_signed_identities =
      alone(
          "who somebody is gets proved in one place", ACCESS, "com.password4j..", "com.nimbusds..");

  @ArchTest
  static final ArchRule only_the_web_speaks_http_as_a_server =
      alone(
          "the library behind our routes can be replaced",
          WEB,
          "io.javalin..",
          "org.eclipse.jetty..",
          "jakarta.servlet..",
          "kotlin..");

  @ArchTest
  static final ArchRule only_the_pages_speak_templates =
      alone(
          "a template can be replaced where its models are", "dev.holddown.web.page..", "gg.jte..");

  @ArchTest
  static final ArchRule page_models_are_made_of_views =
      only(
          "a page shows what was recorded; it can change nothing, and knows nothing of HTTP",
          "dev.holddown.web.page..",
          VIEW,
          PORT,
          DOMAIN);

  @ArchTest
  static final ArchRule the_demo_knows_the_spi_and_the_connectors =
      only("the tests use the same small world", "dev.holddown.demo..", SPI, DOMAIN, CONNECTORS);

  @ArchTest
  static final ArchRule nobody_imports_boot =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.holddown.boot..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.holddown.boot..")
          .because("the wiring knows everybody; whoever knew it would know everybody too")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packages_at_the_top_have_no_cycles =
      slices()
          .matching("dev.holddown.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a cycle makes two packages one, with two names")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packages_of_the_domain_have_no_cycles =
      slices()
          .matching("dev.holddown.domain.(*)..")
          .should()
          .beFreeOfCycles()
          .because("each noun must be readable after those it stands on")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule connectors_hold_connectors_and_their_list_only =
      classes()
          .that()
          .resideInAPackage("dev.holddown.connectors")
          .and()
          .areTopLevelClasses()
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .beAssignableTo(Connector.class)
          .orShould()
          .haveSimpleName("Connectors")
          .orShould()
          .haveSimpleName("Setup")
          .because(
              "a connector is one file, one test, one line in Connectors; what they are given is"
                  + " Setup, and shared plumbing is in support/")
          .allowEmptyShould(true);

  /** The one class outside that speaks SQL asks other people's databases, and only reads. */
  @ArchTest
  static final ArchRule only_the_store_speaks_sql_and_the_connector_that_asks_others =
      noClasses()
          .that()
          .resideInAPackage("dev.holddown..")
          .and()
          .resideOutsideOfPackages("dev.holddown.store..", "dev.holddown.boot..")
          .and()
          .haveNameNotMatching("dev\\.holddown\\.connectors\\.support\\.SqlCall(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..", "com.zaxxer..")
          .because(
              "one place knows how a fact of ours becomes durable; the other asks databases that"
                  + " are not ours, in a transaction that can only read")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule only_the_store_moves_tables =
      alone("one place knows what our tables are", "dev.holddown.store..", "org.flywaydb..");

  @ArchTest
  static final ArchRule only_connectors_keep_histograms =
      alone("latencies are measured where load is made", CONNECTORS, "org.HdrHistogram..");

  @ArchTest
  static final ArchRule only_conditions_speak_cel =
      alone(
          "conditions fail closed in one place",
          "dev.holddown.conditions..",
          "dev.cel..",
          "com.google..");

  @ArchTest
  static final ArchRule only_the_reader_speaks_yaml =
      alone(
          "positions and limits of YAML are kept in one place",
          PLAYBOOKS,
          "org.snakeyaml..",
          "org.yaml..");

  @ArchTest
  static final ArchRule only_verbs_speak_the_command_line =
      alone("the engine has callers that are not people", CLI, "picocli..");

  @ArchTest
  static final ArchRule the_core_speaks_no_json =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN, SPI, ENGINE, VIEW)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tools.jackson..", "com.fasterxml..")
          .because("the format of an event is the store's affair, with its upcasters")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule only_boot_and_demo_ask_the_machine_for_ids_or_chance =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.holddown.boot..", "dev.holddown.demo..")
          .should()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .because("time and ids come in as values, so that a run can be replayed")
          .allowEmptyShould(true);

  @ArchTest
  static void the_rules_look_at_our_classes_and_not_at_the_tests(JavaClasses looked) {
    assertThat(looked.contain(Connector.class)).as("looks at the classes of src/main").isTrue();
    assertThat(looked.contain(ArchitectureTest.class)).as("looks at the tests").isFalse();
  }

  /** Of our packages these may see themselves and those named; the JDK and libraries are free. */
  private static ArchRule only(String why, String who, String... others) {
    return classes()
        .that()
        .resideInAPackage(who)
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage(who)
                .or(resideInAnyPackage(others))
                .or(not(resideInAPackage("dev.holddown.."))))
        .because(why)
        .allowEmptyShould(true);
  }

  /** Of our packages only this one, and boot, may see the library's packages. */
  private static ArchRule alone(String why, String owner, String... library) {
    return noClasses()
        .that()
        .resideInAPackage("dev.holddown..")
        .and()
        .resideOutsideOfPackages(owner, "dev.holddown.boot..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library)
        .because(why)
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> primitives() {
    return DescribedPredicate.describe(
        "are primitives or arrays", type -> type.isPrimitive() || type.isArray());
  }

  /** Leaves the tests out, wherever the build has put them. */
  static final class OnlyMain implements ImportOption {
    private static final String MAIN =
        Main.class.getProtectionDomain().getCodeSource().getLocation().toString();

    @Override
    public boolean includes(Location location) {
      return location.asURI().toString().startsWith(MAIN);
    }
  }
}
