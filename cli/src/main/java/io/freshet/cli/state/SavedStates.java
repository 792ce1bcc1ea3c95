package io.freshet.cli.state;

import io.freshet.jobs.JobOperators;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.jspecify.annotations.Nullable;

/** Reads savepoints and checkpoints of this machine's file system. */
public final class SavedStates {
  private static final String METADATA = "_metadata";

  /** What Flink puts before the uid of a sink for the second of its two operators. */
  private static final String COMMITTER = "Sink Committer: ";

  private SavedStates() {}

  /**
   * The one in a directory.
   *
   * @throws IOException if there is none, or it is damaged
   */
  public static SavedState read(Path directory) throws IOException {
    Path metadata =
        directory.endsWith(METADATA) ? directory : directory.resolve(METADATA).normalize();
    if (!Files.isRegularFile(metadata)) {
      throw new IOException(
          "Cannot inspect state: no file _metadata; name the directory of one savepoint or of one"
              + " checkpoint, such as chk-42 (%s)".formatted(directory));
    }
    CheckpointMetadata loaded = load(metadata);
    List<String> uids = loaded.getOperatorStates().stream().map(SavedStates::uid).toList();
    Optional<JobOperators> job =
        JobOperators.of(uids.stream().map(SavedStates::withoutCommitter).toList());
    Set<String> known = job.map(JobOperators::uids).orElse(Set.of());
    List<SavedOperator> operators = new ArrayList<>();
    for (OperatorState operator : loaded.getOperatorStates()) {
      operators.add(operator(operator, known));
    }
    operators.sort(
        Comparator.comparingLong(SavedOperator::bytes)
            .reversed()
            .thenComparing(SavedOperator::uid));
    Set<String> missing = new TreeSet<>(known);
    uids.forEach(uid -> missing.remove(withoutCommitter(uid)));
    return new SavedState(
        metadata.toAbsolutePath().toString(),
        loaded.getCheckpointId(),
        kind(loaded),
        job.map(JobOperators::job).orElse(""),
        operators,
        List.copyOf(missing));
  }

  private static CheckpointMetadata load(Path metadata) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
      @Nullable Path directory = metadata.toAbsolutePath().getParent();
      return Checkpoints.loadCheckpointMetadata(
          in, SavedStates.class.getClassLoader(), String.valueOf(directory));
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "Cannot inspect state: the metadata is damaged or of another version of Flink; take another"
              + " savepoint (%s: %s)".formatted(metadata, e.getMessage()),
          e);
    }
  }

  private static String kind(CheckpointMetadata metadata) {
    return Optional.ofNullable(metadata.getCheckpointProperties())
        .filter(properties -> properties.isSavepoint())
        .map(properties -> "savepoint")
        .orElse("checkpoint");
  }

  private static SavedOperator operator(OperatorState state, Set<String> known) {
    String uid = uid(state);
    return new SavedOperator(
        uid,
        state.getParallelism(),
        state.getMaxParallelism(),
        state.getStateSize(),
        StateNames.of(state),
        known.contains(withoutCommitter(uid)));
  }

  private static String uid(OperatorState state) {
    return state.getOperatorUid().orElseGet(() -> state.getOperatorID().toString());
  }

  private static String withoutCommitter(String uid) {
    return uid.startsWith(COMMITTER) ? uid.substring(COMMITTER.length()) : uid;
  }
}
