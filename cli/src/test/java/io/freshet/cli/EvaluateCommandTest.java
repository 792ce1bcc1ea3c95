package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  void reportsAreWrittenInThreeForms() throws Exception {
    TwoTastes.write(directory);
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
    TwoTastes.write(directory);
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
    TwoTastes.write(directory);
    assertThat(run("--contenders", "text-knn", "--hold-out-type", "toys")).isEqualTo(1);
    assertThat(err.toString()).contains("toys").contains("food, kitchen");
  }

  @Test
  void aHeldOutTypeIsRankedByText() throws Exception {
    TwoTastes.write(directory);
    Path json = directory.resolve("held-out.json");
    assertThat(run("--contenders", "text-knn", "--hold-out-type", "food", "--json", json + ""))
        .isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.path("rows").path(0).path("figures").path(0).path("slice").asText())
        .isEqualTo("users of the type");
  }

  @Test
  void theValidationSliceIsBeforeTheSplit() throws Exception {
    TwoTastes.write(directory);
    Path json = directory.resolve("report.json");
    assertThat(run("--contenders", "pop", "--json", json + "")).isZero();
    Instant splitAt = Instant.parse(protocol(json).path("splitAt").asText());
    assertThat(run("--contenders", "pop", "--validation", "--json", json + "")).isZero();
    JsonNode protocol = protocol(json);
    assertThat(protocol.path("data").asText()).endsWith(", validation");
    assertThat(protocol.path("events").asInt()).isEqualTo(1_800);
    assertThat(Instant.parse(protocol.path("splitAt").asText())).isBefore(splitAt);
  }

  private static JsonNode protocol(Path json) throws IOException {
    return new ObjectMapper().readTree(json.toFile()).path("protocol");
  }

  @Test
  void partsOfAnEvaluationAreKeptAndPutTogether() throws Exception {
    TwoTastes.write(directory);
    String kept = directory.resolve("kept").toString();
    assertThat(run("--contenders", "item-knn", "--keep", kept)).isZero();
    String alone = row("item-kNN");
    err.getBuffer().setLength(0);
    assertThat(run("--contenders", "pop,item-knn", "--keep", kept)).isZero();
    assertThat(err.toString()).contains("popularity").doesNotContain("item-kNN");
    assertThat(row("item-kNN")).isEqualTo(alone);

    assertThat(run("--contenders", "pop", "--keep", kept, "--graph", "edge.top-k=4")).isOne();
    assertThat(err.toString()).contains("other data or settings; name another directory");
    assertThat(run("--prequential", "--contenders", "pop", "--keep", kept)).isZero();
    err.getBuffer().setLength(0);
    assertThat(run("--prequential", "--contenders", "pop", "--keep", kept)).isZero();
    assertThat(err.toString()).doesNotContain("popularity");
    assertThat(run("--hold-out-type", "food", "--keep", kept)).isEqualTo(2);
  }

  private String row(String contender) {
    return out.toString()
        .lines()
        .filter(line -> line.startsWith("| " + contender))
        .reduce((earlier, last) -> last)
        .orElseThrow();
  }

  @Test
  void settingsOfTheTowersThatCannotBeAreRefused() throws IOException {
    TwoTastes.write(directory);
    assertThat(run("--contenders", "2t-hgnn", "--towers", "layer=1")).isOne();
    assertThat(err.toString()).contains("learning-rate").contains("(layer)");
    assertThat(run("--contenders", "2t-hgnn", "--towers", "seed=1")).isOne();
    assertThat(err.toString()).contains("--first-seed");
    assertThat(run("--contenders", "2t-hgnn", "--towers", "dropout=2")).isOne();
    assertThat(err.toString()).contains("dropout must be 0 to 1 (2.0)");
  }

  @Test
  void unknownContendersAreRefused() throws IOException {
    TwoTastes.write(directory);
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
}
