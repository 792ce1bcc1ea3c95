package io.freshet.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.PipelineOptions;

/** Checks of a directory with Flink's {@code config.yaml}: what lets jobs live for years. */
public final class FlinkChecks {
  private static final int LEAST_MAX_PARALLELISM = 64;

  private FlinkChecks() {}

  /** All of them. */
  public static List<Finding> all(Path directory) {
    Configuration configuration;
    try {
      configuration = GlobalConfiguration.loadConfiguration(directory.toString());
    } catch (IllegalConfigurationException e) {
      return List.of(
          Finding.failure(
              "Flink's configuration in %s: %s".formatted(directory, e.getMessage()),
              "Name the directory of a config.yaml; ours is deploy/flink."));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(directory(configuration, CheckpointingOptions.CHECKPOINTS_DIRECTORY));
    findings.add(directory(configuration, CheckpointingOptions.SAVEPOINT_DIRECTORY));
    findings.add(retention(configuration));
    findings.add(maxParallelism(configuration));
    findings.add(highAvailability(configuration));
    return findings;
  }

  private static Finding directory(Configuration configuration, ConfigOption<String> option) {
    Optional<String> place = configuration.getOptional(option);
    if (place.isEmpty()) {
      return Finding.failure(
          option.key() + " is not set", "Set it to a directory that every process reaches.");
    }
    String what = "%s is %s".formatted(option.key(), place.get());
    if (!place.get().startsWith("file:")) {
      return Finding.ok(what);
    }
    Path path = Path.of(URI.create(place.get()).getPath());
    if (!Files.exists(path)) {
      return Finding.warning(
          what + ", which is not on this machine", "Fine if Flink runs elsewhere; else create it.");
    }
    return isWritable(path)
        ? Finding.ok(what)
        : Finding.failure(what + ", which cannot be written", "Let Flink's user write there.");
  }

  private static boolean isWritable(Path path) {
    try {
      return Files.isWritable(path) && Files.getFileStore(path).getUsableSpace() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Finding retention(Configuration configuration) {
    ExternalizedCheckpointRetention retention =
        configuration.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION);
    String what =
        "%s is %s"
            .formatted(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION.key(), retention);
    return retention == ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION
        ? Finding.ok(what)
        : Finding.warning(
            what, "RETAIN_ON_CANCELLATION keeps the last one of a job that is cancelled.");
  }

  private static Finding maxParallelism(Configuration configuration) {
    int most = configuration.get(PipelineOptions.MAX_PARALLELISM);
    String what = "%s is %d".formatted(PipelineOptions.MAX_PARALLELISM.key(), most);
    return most < LEAST_MAX_PARALLELISM
        ? Finding.warning(
            what,
            "It can never be changed for a job with state: set 128 or more before the first start.")
        : Finding.ok(what);
  }

  private static Finding highAvailability(Configuration configuration) {
    String mode = configuration.get(HighAvailabilityOptions.HA_MODE);
    String what = "%s is %s".formatted(HighAvailabilityOptions.HA_MODE.key(), mode);
    return "NONE".equalsIgnoreCase(mode)
        ? Finding.warning(
            what,
            "A JobManager that dies takes its jobs along: submit them again with -s and the newest checkpoint.")
        : Finding.ok(what);
  }
}
