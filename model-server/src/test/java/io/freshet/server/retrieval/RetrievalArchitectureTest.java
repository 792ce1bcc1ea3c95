package io.freshet.server.retrieval;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.freshet.server.retrieval",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class RetrievalArchitectureTest {
  @ArchTest
  static final ArchRule INDEX_SEES_NO_OTHER_PACKAGE_NOR_KAFKA_NOR_HTTP =
      noClasses()
          .that()
          .resideInAPackage("..retrieval.index..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..retrieval.ingest..",
              "..retrieval.filter..",
              "..retrieval.query..",
              "..retrieval.http..",
              "org.apache.kafka..",
              "io.javalin..");

  @ArchTest
  static final ArchRule FILTERS_SEE_ONLY_THE_INDEX =
      noClasses()
          .that()
          .resideInAPackage("..retrieval.filter..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..retrieval.ingest..",
              "..retrieval.query..",
              "..retrieval.http..",
              "com.fasterxml..",
              "org.apache.kafka..",
              "io.javalin..");

  @ArchTest
  static final ArchRule QUERY_SEES_NEITHER_INGEST_NOR_HTTP_NOR_KAFKA =
      noClasses()
          .that()
          .resideInAPackage("..retrieval.query..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..retrieval.ingest..", "..retrieval.http..", "org.apache.kafka..", "io.javalin..");

  @ArchTest
  static final ArchRule INGEST_AND_HTTP_DO_NOT_MEET =
      noClasses()
          .that()
          .resideInAPackage("..retrieval.ingest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..retrieval.query..", "..retrieval.http..", "io.javalin..");
}
