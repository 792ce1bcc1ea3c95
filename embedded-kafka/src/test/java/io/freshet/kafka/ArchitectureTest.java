package io.freshet.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** A broker and a registry with a door each, which know the topics and nothing of who uses them. */
@AnalyzeClasses(packages = "io.freshet.kafka", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule OF_OURS_ONLY_THE_TOPICS_ARE_KNOWN =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.freshet.jobs..", "io.freshet.server..", "io.freshet.cli..", "ai.djl..")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "io.grpc..", "io.javalin..", "picocli..");

  @ArchTest
  static final ArchRule SERVERS_TOPICS_AND_PORTS_ARE_THE_ONLY_DOORS =
      classes()
          .that()
          .doNotHaveSimpleName("EmbeddedKafka")
          .and()
          .doNotHaveSimpleName("EmbeddedRegistry")
          .and()
          .doNotHaveSimpleName("TopicCreation")
          .and()
          .doNotHaveSimpleName("FreePorts")
          .and()
          .areTopLevelClasses()
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .notBePublic();

  @ArchTest
  static final ArchRule NOBODY_SLEEPS_READS_THE_CLOCK_OR_THROWS_DICE =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current");
}
