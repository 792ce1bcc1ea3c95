package io.freshet.cli.cluster;

import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What is done once in the life of a cluster's directory: a history is sent, and when its texts are
 * encoded and its graph has come to rest, a release is trained on them.
 */
final class FirstRelease {
  static final String ID = "first";
  static final String ENCODER = "minilm-l6-v2-q";

  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final int QUIET_LOOKS = 12;

  private final ClusterSettings settings;
  private final Path directory;
  private final JavaCommand java;
  private final Topics topics;
  private final Consumer<String> progress;

  FirstRelease(
      ClusterSettings settings,
      Path directory,
      JavaCommand java,
      Topics topics,
      Consumer<String> progress) {
    this.settings = settings;
    this.directory = directory;
    this.java = java;
    this.topics = topics;
    this.progress = progress;
  }

  /** Where the release lies. */
  Path path() {
    return directory.resolve("releases").resolve(ID);
  }

  /** Sends the history unless it was sent, and trains unless there is a release. */
  void ensure(String kafka) throws Exception {
    Path sent = directory.resolve("history.sent");
    if (!Files.exists(sent)) {
      progress.accept("sending %,d events of history".formatted(settings.history()));
      String history = Long.toString(settings.history());
      run("history", world(kafka, "--history", history, "--rate", "0"));
      var unused = Files.createFile(sent);
    }
    if (!Files.exists(path().resolve("release.json"))) {
      progress.accept("encoding texts and building the graph");
      awaitGraph(kafka);
      progress.accept("training release " + ID);
      run("train", training(kafka));
    }
  }

  /** Arguments that send the invented world. */
  String[] world(String kafka, String... more) {
    Stream<String> world =
        Stream.of(
            "generate",
            "--bootstrap-servers",
            kafka,
            "--items",
            Integer.toString(settings.items()),
            "--users",
            Integer.toString(settings.users()));
    return Stream.concat(world, Stream.of(more)).toArray(String[]::new);
  }

  private String[] training(String kafka) {
    return new String[] {
      "train",
      "--bootstrap-servers",
      kafka,
      "--partitions",
      Integer.toString(topics.partitions()),
      "--release",
      ID,
      "--out",
      directory.resolve("releases").toString(),
      "--quick",
      "--activate"
    };
  }

  private void awaitGraph(String kafka) throws Exception {
    try (ClusterTopics all = new ClusterTopics(kafka)) {
      Topic features = topics.itemFeatures(ENCODER);
      Waiting.until("item features", PATIENCE, () -> all.written(features) >= settings.items());
      long[] last = {0, 0};
      Waiting.until(
          "the graph to come to rest",
          PATIENCE,
          () -> {
            long written = all.written(topics.itemNeighborhoods());
            last[1] = written > 0 && written == last[0] ? last[1] + 1 : 0;
            last[0] = written;
            return last[1] >= QUIET_LOOKS;
          });
    }
  }

  /** Runs a command of ours to its end. */
  private void run(String name, String... arguments) throws Exception {
    Path log = Files.createDirectories(directory.resolve("logs")).resolve(name + ".log");
    Process process =
        new ProcessBuilder(java.freshet(List.of("-Xmx1g"), arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean isOver = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!isOver || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "Cannot start the cluster: %s failed, see its log (%s)".formatted(name, log));
    }
  }
}
