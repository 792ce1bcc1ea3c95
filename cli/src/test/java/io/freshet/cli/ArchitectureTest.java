package io.freshet.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Layering and bans of the house style. Commands see the packages, never the other way; a package
 * is given what it needs by the command.
 */
@AnalyzeClasses(packages = "io.freshet.cli", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  /** Packages that share nothing but the records of {@code schemas}. */
  private static final String[] LEAVES = {
    "io.freshet.cli.data..", "io.freshet.cli.replay..", "io.freshet.cli.world.."
  };

  /**
   * The classes that bring the wall clock in, as a {@code java.time.InstantSource}: the commands,
   * which are this module's mains. All others are given one.
   */
  private static final String CLOCK_OWNERS = "io\\.freshet\\.cli\\.[A-Z][A-Za-z]*Command";

  @ArchTest
  static final ArchRule PACKAGES_DEPEND_ONE_WAY =
      slices().matching("io.freshet.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule DATA_REPLAY_AND_WORLD_MEET_IN_THE_RECORDS_ONLY =
      slices()
          .matching("io.freshet.cli.(data|replay|world)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule DATA_REPLAY_AND_WORLD_KNOW_NO_COMMAND_NO_JOB_AND_NO_SERVER =
      noClasses()
          .that()
          .resideInAnyPackage(LEAVES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.freshet.cli",
              "io.freshet.cli.playground..",
              "io.freshet.cli.train..",
              "io.freshet.jobs..",
              "io.freshet.server..",
              "io.freshet.kafka..",
              "org.apache.flink..",
              "ai.djl..",
              "picocli..");

  @ArchTest
  static final ArchRule ONLY_REPLAY_OF_THEM_SPEAKS_KAFKA =
      noClasses()
          .that()
          .resideInAnyPackage("io.freshet.cli.data..", "io.freshet.cli.world..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule NOBODY_SLEEPS =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class);

  @ArchTest
  static final ArchRule NOBODY_READS_THE_WALL_CLOCK_PAST_ITS_OWNER =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone");

  @ArchTest
  static final ArchRule COMMANDS_ALONE_OWN_THE_WALL_CLOCK =
      noClasses()
          .that()
          .haveNameNotMatching(CLOCK_OWNERS)
          .should()
          .callMethod(InstantSource.class, "system");

  @ArchTest
  static final ArchRule CHANCE_IS_SEEDED =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(SplittableRandom.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current");

  @ArchTest
  static final ArchRule NOTHING_IS_WRITTEN_BY_JAVA_SERIALISATION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class);

  @ArchTest static final ArchRule FIELDS_ARE_NOT_INJECTED = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

  @ArchTest static final ArchRule ONE_LOGGING_API = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
