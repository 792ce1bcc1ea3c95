package io.freshet.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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
import java.util.concurrent.ThreadLocalRandom;

/** The registry's client knows the records' wire and HTTP, and neither Kafka nor any engine. */
@AnalyzeClasses(
    packages = "io.freshet.registry",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule ONLY_THE_WIRE_IS_KNOWN_OF_OURS_AND_NO_ENGINE_OR_BROKER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.freshet.schemas",
              "io.freshet.jobs..",
              "io.freshet.server..",
              "io.freshet.kafka..",
              "io.freshet.cli..",
              "org.apache.kafka..",
              "org.apache.flink..",
              "ai.djl..",
              "io.grpc..");

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

  @ArchTest
  static final ArchRule NOTHING_IS_WRITTEN_BY_JAVA_SERIALISATION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class);
}
