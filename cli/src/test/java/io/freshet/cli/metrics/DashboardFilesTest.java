package io.freshet.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Dashboards as files: what Grafana does not complain of when it reads them, but shows wrongly.
 * Grafana itself is in no registry that a build reaches, so it is not run.
 */
final class DashboardFilesTest {
  /** Of dashboards as Grafana 12 writes them; it migrates older ones as it reads them. */
  private static final int SCHEMA = 41;

  private static final int COLUMNS = 24;
  private static final Set<String> TYPES = Set.of("row", "stat", "timeseries");

  private final List<JsonNode> dashboards = Shipped.dashboards();
  private final String source =
      Shipped.yaml(Shipped.ROOT.resolve("deploy/grafana/datasources/prometheus.yml"))
          .at("/datasources/0/uid")
          .asText();

  @Test
  void dashboardsHaveAddressesThatStay() {
    assertThat(dashboards.stream().map(it -> it.path("uid").asText()))
        .containsExactly(
            "freshet-inference", "freshet-job", "freshet-overview", "freshet-retrieval");
    for (JsonNode dashboard : dashboards) {
      assertThat(dashboard.path("schemaVersion").asInt()).isEqualTo(SCHEMA);
      assertThat(dashboard.has("id")).as("ids are given by whoever imports it").isFalse();
      assertThat(dashboard.path("title").asText()).isNotBlank();
    }
  }

  @Test
  void everyPanelSaysWhatABadValueMeansAndInWhichUnit() {
    for (JsonNode panel : panels()) {
      String title = panel.path("title").asText();
      assertThat(title).isNotBlank();
      assertThat(panel.path("type").asText()).as(title).isIn(TYPES);
      if (!isRow(panel)) {
        assertThat(panel.path("description").asText()).as(title).isNotBlank();
        assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotBlank();
      }
    }
  }

  /** Panels, queries, variables and annotations; a name as a variable would be asked for. */
  @Test
  void everythingAsksOurDataSource() {
    for (JsonNode dashboard : dashboards) {
      assertThat(dashboard.toString()).doesNotContain("${DS_");
      List<JsonNode> sources = dashboard.findValues("datasource");
      assertThat(sources).isNotEmpty();
      for (JsonNode each : sources) {
        assertThat(each.path("uid").asText()).isIn(source, "-- Grafana --");
      }
    }
    for (JsonNode panel : panels()) {
      String title = panel.path("title").asText();
      Set<String> letters = new TreeSet<>();
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.path("expr").asText()).as(title).isNotBlank();
        assertThat(target.at("/datasource/uid").asText()).as(title).isEqualTo(source);
        assertThat(letters.add(target.path("refId").asText())).as(title).isTrue();
      }
      assertThat(letters.isEmpty()).as(title).isEqualTo(isRow(panel));
    }
  }

  @Test
  void panelsHaveAnIdAndAPlaceOfTheirOwn() {
    for (JsonNode dashboard : dashboards) {
      Set<Integer> ids = new TreeSet<>();
      Set<String> taken = new TreeSet<>();
      for (JsonNode panel : dashboard.path("panels")) {
        String title = panel.path("title").asText();
        assertThat(ids.add(panel.path("id").asInt())).as("id of %s", title).isTrue();
        for (String cell : cells(panel.path("gridPos"))) {
          assertThat(taken.add(cell)).as("%s lies over another at %s", title, cell).isTrue();
        }
      }
    }
  }

  private static List<String> cells(JsonNode place) {
    int left = place.path("x").asInt();
    int top = place.path("y").asInt();
    int width = place.path("w").asInt();
    int height = place.path("h").asInt();
    assertThat(left + width).as("%s", place).isLessThanOrEqualTo(COLUMNS);
    List<String> cells = new ArrayList<>();
    for (int x = left; x < left + width; x++) {
      for (int y = top; y < top + height; y++) {
        cells.add(x + "/" + y);
      }
    }
    assertThat(cells).as("%s", place).isNotEmpty();
    return cells;
  }

  @Test
  void runbooksThatPanelsNameAreThere() {
    String operations = Shipped.text(Shipped.ROOT.resolve("docs/operations.md"));
    for (JsonNode dashboard : dashboards) {
      dashboard
          .findValuesAsText("description")
          .forEach(
              text ->
                  Stream.of(text.split("[^A-Za-z]+", -1))
                      .filter(word -> word.matches("Freshet[A-Z]\\w+"))
                      .forEach(word -> assertThat(operations).contains("### " + word + "\n")));
    }
  }

  private List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    dashboards.forEach(dashboard -> dashboard.path("panels").forEach(panels::add));
    assertThat(panels).hasSizeGreaterThan(80);
    return panels;
  }

  private static boolean isRow(JsonNode panel) {
    return panel.path("type").asText().equals("row");
  }
}
