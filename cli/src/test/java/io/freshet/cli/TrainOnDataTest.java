package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.server.model.Provenance;
import io.freshet.server.model.Release;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training from recorded data: where it may start, and where it may be broken off. */
final class TrainOnDataTest {
  private static final Pattern STEP = Pattern.compile("\\] (\\d+)/(\\d+)  loss ([0-9.]+)");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    TwoTastes.write(directory);
  }

  @Test
  void aTrainingThatWasBrokenOffGoesOnWhereItStood() throws IOException {
    List<String> settings = List.of("--towers", "finish=refit", "--epochs", "3");
    assertThat(train("whole", settings)).as(err.toString()).isZero();

    Path checkpoint = directory.resolve("state/training.checkpoint");
    List<String> again = new ArrayList<>(settings);
    again.addAll(List.of("--checkpoint", checkpoint.toString()));
    // Figures of the validation slice are told of from the second epoch on.
    assertThat(train("parts", again, new Breaking(err, "HR@10"))).isOne();
    assertThat(err.toString()).contains("broken off");
    assertThat(checkpoint).exists();
    assertThat(directory.resolve("releases/parts")).doesNotExist();

    assertThat(train("parts", again)).as(err.toString()).isZero();
    assertThat(firstStep()).isGreaterThan(1);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void aCheckpointOfOtherSettingsIsRefused() throws IOException {
    Path checkpoint = directory.resolve("training.checkpoint");
    List<String> kept = List.of("--checkpoint", checkpoint.toString(), "--epochs");
    assertThat(train("one", with(kept, "3"), new Breaking(err, "HR@10"))).isOne();
    assertThat(train("one", with(kept, "2"))).isOne();
    assertThat(err.toString()).contains("other settings or data").contains("remove it");
    Files.writeString(checkpoint, "something else");
    assertThat(train("one", with(kept, "2"))).isOne();
    assertThat(err.toString()).contains("not one of ours").contains("name another file");
    assertThat(checkpoint).exists();
  }

  @Test
  void aTrainingMayStartFromTheWeightsOfARelease() throws IOException {
    assertThat(train("yesterday", List.of("--epochs", "4"))).as(err.toString()).isZero();
    double cold = firstLoss();
    Path yesterday = directory.resolve("releases/yesterday");
    assertThat(train("today", List.of("--epochs", "1", "--from", yesterday.toString())))
        .as(err.toString())
        .isZero();
    assertThat(firstLoss()).isLessThan(cold - 0.1);

    assertThat(train("none", List.of("--from", directory.toString()))).isOne();
    assertThat(err.toString()).contains("release.json");
  }

  @Test
  void inTwoStagesTheNetworkIsTrainedAhead() throws IOException {
    assertThat(train("staged", List.of("--staged", "--epochs", "1"))).as(err.toString()).isZero();
    Release release = Release.load(directory.resolve("releases/staged"));
    assertThat(release.towers()).isPresent();
    assertThat(release.layers()).isEqualTo(2);
    Provenance facts = release.provenance().orElseThrow();
    assertThat(facts.code()).startsWith("staged training");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.at("/metrics/validation-hr-10").asDouble()).isPositive();
    assertThat(train("other", List.of("--staged", "--from", "x"))).isEqualTo(2);
  }

  private static List<String> with(List<String> arguments, String last) {
    List<String> all = new ArrayList<>(arguments);
    all.add(last);
    return all;
  }

  private Map<String, String> weights(String release) throws IOException {
    Map<String, String> weights = new TreeMap<>();
    Release.load(directory.resolve("releases").resolve(release))
        .weights()
        .forEach((name, tensor) -> weights.put(name, Arrays.toString(tensor.values())));
    return weights;
  }

  private int firstStep() {
    return Integer.parseInt(firstLine().group(1));
  }

  private double firstLoss() {
    return Double.parseDouble(firstLine().group(3));
  }

  private Matcher firstLine() {
    Matcher line = STEP.matcher(err.toString());
    assertThat(line.find()).as(err.toString()).isTrue();
    return line;
  }

  private int train(String release, List<String> more) {
    return train(release, more, new PrintWriter(err, true));
  }

  private int train(String release, List<String> more, PrintWriter errors) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", "--data", directory.toString(), "--format", "amazon"));
    arguments.addAll(List.of("--out", directory.resolve("releases").toString()));
    arguments.addAll(List.of("--release", release, "--quick", "--json"));
    arguments.addAll(more);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(errors)
        .execute(arguments.toArray(String[]::new));
  }
}
