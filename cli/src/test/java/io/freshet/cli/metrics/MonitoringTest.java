package io.freshet.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.playground.LivePlayground;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of a running system against what is written of them, and what is asked of them. */
final class MonitoringTest {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

  /** Labels that Flink gives all metrics of an operator. */
  private static final Set<String> OF_FLINK =
      Set.of(
          "host",
          "tm_id",
          "job_id",
          "job_name",
          "task_id",
          "task_name",
          "task_attempt_id",
          "task_attempt_num",
          "operator_id",
          "operator_name",
          "subtask_index");

  @TempDir private static Path directory;

  @SuppressWarnings("NullAway.Init") // set before the first test
  private static LivePlayground playground;

  @BeforeAll
  static void start() {
    playground = LivePlayground.start(directory.resolve("playground"));
  }

  @AfterAll
  static void stop() {
    playground.close();
  }

  @Test
  void everyMetricOfOursIsDocumentedWithItsLabelsAndEveryDocumentedOneIsExported()
      throws Exception {
    MetricsPage page = new MetricsPage();
    Map<String, Set<String>> exported = new TreeMap<>();
    await(
        "recall of a live search, the last to be there",
        () -> {
          exported.clear();
          exported.putAll(exported().labels());
          return exported.containsKey("freshet_index_recall_ratio");
        });

    Map<String, Set<String>> ours = new TreeMap<>(exported);
    ours.keySet().removeIf(name -> !name.startsWith("freshet_"));
    ours.values().forEach(labels -> labels.removeAll(OF_FLINK));
    Map<String, Set<String>> described = page.series();
    described.keySet().removeIf(it -> isOptional(page, it) && !ours.containsKey(it));
    assertThat(ours).isEqualTo(described);
    assertThat(exported.keySet()).containsAll(page.others());
  }

  @Test
  void everyPanelAndAlertReturnsSomething() throws Exception {
    Optional<Path> program = LocalPrometheus.program("prometheus");
    assumeTrue(program.isPresent(), "no prometheus on the PATH: apt-get install prometheus");
    List<Expression> waiting = new ArrayList<>();
    waiting.addAll(Expression.ofDashboards());
    waiting.addAll(Expression.ofRules());
    try (LocalPrometheus prometheus =
        LocalPrometheus.start(program.get(), directory.resolve("prometheus"), targets())) {
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (!waiting.isEmpty() && System.nanoTime() < end) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        List<Expression> still = new ArrayList<>();
        for (Expression expression : waiting) {
          if (prometheus.query(expression.text()).isEmpty()) {
            still.add(expression);
          }
        }
        waiting.retainAll(still);
      }
      assertThat(waiting).as("expressions that return nothing").isEmpty();
      assertThat(prometheus.query("freshet_of_no_such_name").isEmpty()).isTrue();
      assertThatThrownBy(() -> prometheus.query("sum(")).hasMessageContaining("parse error");
      stagesAreMeasured(prometheus);
      rulesAreHealthy(prometheus);
    }
  }

  private static void stagesAreMeasured(LocalPrometheus prometheus) throws Exception {
    for (String stage : List.of("edge", "neighborhood", "embedding", "index")) {
      String query =
          "histogram_quantile(0.5, sum by (le) (freshet_event_to_%s_seconds_bucket))"
              .formatted(stage);
      double seconds = prometheus.query(query).at("/0/value/1").asDouble();
      assertThat(seconds).as(stage).isBetween(.001, 60.);
    }
  }

  private static void rulesAreHealthy(LocalPrometheus prometheus) throws Exception {
    List<JsonNode> rules = new ArrayList<>();
    prometheus.rules().forEach(group -> group.path("rules").forEach(rules::add));
    assertThat(rules).hasSameSizeAs(ruleNames());
    assertThat(rules)
        .allSatisfy(
            rule -> assertThat(rule.path("health").asText()).as("%s", rule).isEqualTo("ok"));
  }

  private static List<String> ruleNames() {
    List<String> names = new ArrayList<>();
    Shipped.yaml(Shipped.RULES)
        .path("groups")
        .forEach(
            group -> group.path("rules").forEach(rule -> names.add(rule.path("expr").asText())));
    return names;
  }

  private static Map<String, List<URI>> targets() {
    List<URI> addresses = playground.metrics();
    return Map.of(
        "retrieval", addresses.subList(0, 1),
        "inference", addresses.subList(1, 2),
        "flink", addresses.subList(2, 3));
  }

  private static boolean isOptional(MetricsPage page, String series) {
    return page.optional().stream().anyMatch(series::startsWith);
  }

  private static Exposition exported() throws Exception {
    List<Exposition> all = new ArrayList<>();
    for (URI address : playground.metrics()) {
      all.add(Exposition.of(address));
    }
    return Exposition.union(all);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited in vain for %s", what).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }
}
