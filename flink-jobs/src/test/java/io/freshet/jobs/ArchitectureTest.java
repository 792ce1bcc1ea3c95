package io.freshet.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
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
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.streaming.api.operators.StreamOperator;

/** Layering and bans of the house style. */
@AnalyzeClasses(packages = "io.freshet.jobs", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] SHARED = {
    "io.freshet.jobs.record..",
    "io.freshet.jobs.kafka..",
    "io.freshet.jobs.metric..",
    "io.freshet.jobs.backlog..",
    "io.freshet.jobs.decay..",
    "io.freshet.jobs.state..",
    "io.freshet.jobs.load..",
    "io.freshet.jobs.inference.."
  };

  @ArchTest
  static final ArchRule STAGES_NEVER_SEE_ONE_ANOTHER =
      slices()
          .matching("io.freshet.jobs.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(SHARED));

  @ArchTest
  static final ArchRule STAGES_DO_NOT_SEE_THE_PIPELINES =
      noClasses()
          .that()
          .resideInAPackage("io.freshet.jobs.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.freshet.jobs");

  @ArchTest
  static final ArchRule FUNCTIONS_AND_OPERATORS_ARE_FINAL_AND_HIDDEN =
      classes()
          .that(assignableTo(Function.class).or(assignableTo(StreamOperator.class)))
          .and()
          .areNotInterfaces()
          .and()
          .doNotHaveModifier(JavaModifier.ABSTRACT)
          .should()
          .notBePublic()
          .andShould()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule JOBS_KNOW_NO_MODEL_LIBRARY =
      noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule STATE_IS_OF_THE_STABLE_API =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink.api.common.state.v2..");

  @ArchTest
  static final ArchRule NO_KRYO =
      noClasses().should().dependOnClassesThat().resideInAPackage("com.esotericsoftware..");

  @ArchTest
  static final ArchRule NOBODY_SLEEPS =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule NOBODY_READS_THE_WALL_CLOCK =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(InstantSource.class, "system");

  @ArchTest
  static final ArchRule CHANCE_IS_SEEDED =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current");

  /** State and elements have serializers of their own; Java's is only Flink's, for functions. */
  @ArchTest
  static final ArchRule NO_DATA_IS_WRITTEN_BY_JAVA_SERIALISATION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class);
}
