package io.freshet.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What asks for metrics and the pages that describe them, without a running system. */
final class MonitoringFilesTest {
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:freshet|flink_(?:job|task)manager)_[a-zA-Z_]+");

  private static final Pattern NAMED =
      Pattern.compile("(?:name|gauge|serving)\\([^;\"]*\"(freshet_[a-z_]+)\"");

  /** Names of jobs as the status compares them. */
  private static final Set<String> JOBS =
      Set.of("freshet_interaction_graph", "freshet_catalog_feature", "freshet_embedding");

  private final MetricsPage page = new MetricsPage();

  @Test
  void everyMetricThatADashboardOrARuleAsksForIsDocumented() {
    Set<String> ours = page.series().keySet();
    List<Expression> all =
        Stream.concat(Expression.ofDashboards().stream(), Expression.ofRules().stream()).toList();
    assertThat(all).hasSizeGreaterThan(120);
    for (Expression expression : all) {
      for (String metric : expression.metrics()) {
        assertThat(ours.contains(metric) || page.describesAnothers(metric))
            .as("%s asks for %s", expression.place(), metric)
            .isTrue();
      }
    }
  }

  /** Whole names, and beginnings of names as code that looks for several has them. */
  @Test
  void everyMetricThatADocumentOrTheOpsPageNamesIsDocumented() throws IOException {
    List<Path> texts = new ArrayList<>(List.of(Shipped.ROOT.resolve("README.md")));
    texts.addAll(files("docs", ".md"));
    texts.remove(Shipped.ROOT.resolve("docs/metrics.md"));
    texts.addAll(files("model-server/src/main/java/io/freshet/server/retrieval/status", ".java"));
    texts.addAll(files("model-server/src/main/resources", ".js"));
    int names = 0;
    for (Path text : texts) {
      for (String name :
          METRIC.matcher(Shipped.text(text)).results().map(MatchResult::group).toList()) {
        if (!JOBS.contains(name)) {
          String renamed = Shipped.renamed(name);
          assertThat(
                  page.series().keySet().stream().anyMatch(it -> it.startsWith(renamed))
                      || page.describesAnothers(name))
              .as("%s in %s", name, text)
              .isTrue();
          names++;
        }
      }
    }
    assertThat(names).isGreaterThan(10);
  }

  /** Those of parts that the playground does not have as well. */
  @Test
  void everyMetricThatTheServersNameInTheirCodeIsDocumented() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path file : files("model-server/src/main/java", ".java")) {
      NAMED.matcher(Shipped.text(file)).results().forEach(it -> named.add(it.group(1)));
    }
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(page.names()).containsAll(named);
    assertThat(named).containsAll(page.optional());
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(Shipped.ROOT.resolve(folder))) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void everyRecordedSeriesThatIsAskedForIsRecorded() {
    Set<String> recorded = new TreeSet<>();
    rules().forEach(rule -> recorded.add(rule.path("record").asText()));
    Set<String> asked = new TreeSet<>();
    Stream.concat(Expression.ofDashboards().stream(), Expression.ofRules().stream())
        .flatMap(it -> Stream.of(it.text().split("[^a-z0-9_:]+", -1)))
        .filter(it -> it.startsWith("freshet:"))
        .forEach(asked::add);
    assertThat(asked).isNotEmpty().isSubsetOf(recorded);
  }

  @Test
  void everyAlertSaysWhatIsWrongAndHasARunbook() {
    String operations = Shipped.text(Shipped.ROOT.resolve("docs/operations.md"));
    int alerts = 0;
    for (JsonNode rule : rules()) {
      if (rule.has("alert")) {
        String name = rule.path("alert").asText();
        assertThat(rule.at("/labels/severity").asText()).as(name).isIn("page", "ticket");
        assertThat(rule.at("/annotations/summary").asText()).as(name).isNotBlank();
        assertThat(rule.at("/annotations/description").asText()).as(name).isNotBlank();
        assertThat(rule.at("/annotations/runbook_url").asText())
            .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
        assertThat(operations).contains("\n### " + name + "\n");
        alerts++;
      }
    }
    assertThat(operations.lines().filter(line -> line.startsWith("### Freshet"))).hasSize(alerts);
  }

  @Test
  void kubernetesHasTheSameAlertsTheSameNamesAndAllDashboards() {
    assertThat(
            Shipped.yaml(Shipped.ROOT.resolve("deploy/kubernetes/alerts.yaml")).at("/spec/groups"))
        .isEqualTo(Shipped.yaml(Shipped.RULES).path("groups"));
    String monitoring = Shipped.text(Shipped.ROOT.resolve("deploy/kubernetes/monitoring.yaml"));
    for (JsonNode rule :
        Shipped.yaml(Shipped.PROMETHEUS).at("/scrape_configs/0/metric_relabel_configs")) {
      assertThat(monitoring).contains(rule.path("regex").asText());
    }
    JsonNode kustomization = Shipped.yaml(Shipped.ROOT.resolve("deploy/kustomization.yaml"));
    List<String> files = new ArrayList<>();
    kustomization.path("resources").forEach(it -> files.add(it.asText()));
    kustomization.at("/configMapGenerator/0/files").forEach(it -> files.add(it.asText()));
    assertThat(files).hasSize(8);
    files.forEach(file -> assertThat(Shipped.ROOT.resolve("deploy").resolve(file)).exists());
  }

  private static List<JsonNode> rules() {
    List<JsonNode> all = new ArrayList<>();
    Shipped.yaml(Shipped.RULES).path("groups").forEach(it -> it.path("rules").forEach(all::add));
    return all;
  }
}
