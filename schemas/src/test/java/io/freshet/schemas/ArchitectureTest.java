package io.freshet.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
import java.util.concurrent.ThreadLocalRandom;

/** The records that all share know nobody: neither us nor any engine, client or server. */
@AnalyzeClasses(
    packages = "io.freshet.schemas",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule RECORDS_SEE_NOTHING_ELSE_OF_OURS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.freshet.jobs..", "io.freshet.server..", "io.freshet.kafka..", "io.freshet.cli..");

  @ArchTest
  static final ArchRule RECORDS_KNOW_NO_ENGINE_NO_CLIENT_AND_NO_SERVER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.apache.kafka..",
              "ai.djl..",
              "java.net.http..",
              "io.javalin..",
              "org.eclipse.jetty..",
              "com.fasterxml.jackson..",
              "picocli..");

  @ArchTest
  static final ArchRule PACKAGES_DEPEND_ONE_WAY =
      slices().matching("io.freshet.schemas.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_CODEC_KNOWS_NO_TOPIC_AND_NO_WIRE_OF_INFERENCE =
      noClasses()
          .that()
          .resideInAPackage("io.freshet.schemas.wire")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.freshet.schemas", "io.freshet.schemas.inference..", "io.grpc..");

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

  /** Avro's generated records offer Java's serialisation; nothing of ours calls it. */
  @ArchTest
  static final ArchRule NOTHING_IS_WRITTEN_BY_JAVA_SERIALISATION =
      noClasses()
          .that()
          .resideInAPackage("io.freshet.schemas.wire")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class);
}
