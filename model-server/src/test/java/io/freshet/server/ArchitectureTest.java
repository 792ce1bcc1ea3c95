package io.freshet.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
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

@AnalyzeClasses(
    packages = "io.freshet.server",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesDependOneWay =
      slices().matching("io.freshet.server.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theModelKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("..server.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..server.inference..",
              "..server.retrieval..",
              "..server.training..",
              "org.apache.kafka..",
              "io.grpc..",
              "io.javalin..");

  @ArchTest
  static final ArchRule theIndexSeesNeitherHttpNorKafka =
      noClasses()
          .that()
          .resideInAPackage("..retrieval.index..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "io.grpc..",
              "ai.djl..",
              "io.javalin..",
              "org.eclipse.jetty..",
              "java.net.http..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule inferenceAndRetrievalDoNotMeet =
      noClasses()
          .that()
          .resideInAPackage("..server.inference..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..server.retrieval..", "..server.training..", "org.apache.kafka..");

  @ArchTest
  static final ArchRule batchingKnowsNeitherWireNorEngine =
      noClasses()
          .that()
          .resideInAPackage("..inference.batch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", "io.grpc..", "com.google.protobuf..", "io.javalin..");

  @ArchTest
  static final ArchRule nobodySleepsOrReadsTheWallClock =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");

  /** The servers bring the wall clock in; all others are given one. */
  @ArchTest
  static final ArchRule theServersAloneOwnTheWallClock =
      noClasses()
          .that()
          .doNotHaveSimpleName("InferenceServer")
          .and()
          .doNotHaveSimpleName("RetrievalServer")
          .should()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .orShould()
          .callMethod(InstantSource.class, "system");

  @ArchTest
  static final ArchRule noDataIsWrittenByJavaSerialisation =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class);

  @ArchTest static final ArchRule fieldsAreNotInjected = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

  @ArchTest
  static final ArchRule chanceIsSeeded =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current");

  @ArchTest
  static final ArchRule resourcesAreFinalAndPackagePrivate =
      classes()
          .that()
          .haveSimpleNameEndingWith("Resource")
          .should()
          .bePackagePrivate()
          .andShould()
          .haveModifier(JavaModifier.FINAL);
}
