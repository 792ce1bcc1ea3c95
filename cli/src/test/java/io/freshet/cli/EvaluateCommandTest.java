package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  void reportsAreWrittenInThreeForms() throws Exception {
    write();
    Path json = directory.resolve("report.json");
    Path markdown = directory.resolve("report.md");
    Path svg = directory.resolve("report.svg");
    int code =
        run(
            "--contenders",
            "pop,recent-pop,item-knn,pop-item-knn,ease",
            "--json",
            json + "",
            "--markdown",
            markdown + "",
            "--svg",
            svg + "");
    assertThat(err.toString()).contains("item-kNN");
    assertThat(code).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.fieldNames())
        .toIterable()
        .containsExactly("protocol", "rows", "lifts", "targets");
    assertThat(report.path("protocol").path("events").asInt()).isEqualTo(2_000);
    assertThat(report.path("rows")).hasSize(5);
    assertThat(report.path("lifts")).hasSize(3 * 10);
    double popularity = hitRate(report, 0);
    double neighbors = hitRate(report, 2);
    // Two kinds of users who never meet: whoever knows the user is right twice as often.
    assertThat(neighbors).isGreaterThan(popularity + 0.1);
    assertThat(Files.readString(markdown)).contains("| item-kNN |").contains("gain of");
    assertThat(Files.readString(svg)).startsWith("<svg").contains("EASE").endsWith("</svg>\n");
    assertThat(out.toString()).contains("| EASE |");
  }

  @Test
  void aReplayIsWrittenInThreeForms() throws Exception {
    write();
    Path json = directory.resolve("replay.json");
    Path svg = directory.resolve("replay.svg");
    int code =
        run(
            "--prequential",
            "--contenders",
            "pop,item-knn",
            "--json",
            json + "",
            "--svg",
            svg + "");
    assertThat(err.toString()).contains("continuous");
    assertThat(code).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.fieldNames()).toIterable().containsExactly("report", "targets");
    // Neither embeds items ahead: the bounded arms are left out.
    assertThat(report.path("report").path("rows")).hasSize(2 * 5);
    assertThat(Files.readString(svg)).contains("continuous").contains("polyline");
    assertThat(out.toString()).contains("| item-kNN | live history |");
  }

  @Test
  void aTypeThatIsNotThereCannotBeHeldOut() throws IOException {
    write();
    assertThat(run("--contenders", "text-knn", "--hold-out-type", "toys")).isEqualTo(1);
    assertThat(err.toString()).contains("toys").contains("food, kitchen");
  }

  @Test
  void aHeldOutTypeIsRankedByText() throws Exception {
    write();
    Path json = directory.resolve("held-out.json");
    assertThat(run("--contenders", "text-knn", "--hold-out-type", "food", "--json", json + ""))
        .isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.path("rows").path(0).path("figures").path(0).path("slice").asText())
        .isEqualTo("users of the type");
  }

  @Test
  void unknownContendersAreRefused() throws IOException {
    write();
    assertThat(run("--contenders", "oracle")).isEqualTo(1);
    assertThat(err.toString()).contains("oracle").contains("recent-pop");
  }

  private static double hitRate(JsonNode report, int row) {
    return report
        .path("rows")
        .path(row)
        .path("figures")
        .path(0)
        .path("figures")
        .path("HR@10")
        .path("mean")
        .asDouble();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--data", directory + ""));
    // Texts would need the encoder; this format has none.
    all.addAll(List.of("--format", "amazon"));
    all.addAll(List.of(arguments));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private void write() throws IOException {
    SplittableRandom random = new SplittableRandom(6);
    StringBuilder items = new StringBuilder();
    for (int item = 0; item < 120; item++) {
      items
          .append(item == 0 ? "{" : ", ")
          .append("\"B%d\": [%d, %d]".formatted(item, item, item % 2));
    }
    Files.writeString(directory.resolve("items.json"), items + "}");
    List<String> lines = new ArrayList<>();
    for (int user = 0; user < 100; user++) {
      StringBuilder line = new StringBuilder("u" + user);
      for (int event = 0; event < 20; event++) {
        int item = random.nextInt(60) + 60 * (user % 2);
        line.append(" %d|%d".formatted(item, 1_381_536_000L + 3_600L * (20 * event + user % 20)));
      }
      lines.add(line.toString());
    }
    Files.write(directory.resolve("sequences.txt"), lines);
  }
}
