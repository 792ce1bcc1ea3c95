package io.freshet.cli.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * A savepoint or checkpoint.
 *
 * @param path of its metadata
 * @param checkpoint number that its job gave it
 * @param kind {@code savepoint} or {@code checkpoint}
 * @param job whose it is, by its operators; empty where it is none of ours
 * @param operators largest first
 * @param missing uids of operators that this release has and the savepoint has not: these start
 *     empty
 */
public record SavedState(
    String path,
    long checkpoint,
    String kind,
    String job,
    List<SavedOperator> operators,
    List<String> missing) {
  public SavedState {
    requireNonNull(path, "path is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(job, "job is null");
    operators = List.copyOf(operators);
    missing = List.copyOf(missing);
  }

  /** Whether this release knows what to do with every state in it. */
  public boolean isOurs() {
    return !job.isEmpty() && operators.stream().allMatch(each -> each.known() || isEmpty(each));
  }

  private static boolean isEmpty(SavedOperator operator) {
    return operator.bytes() == 0;
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %d of %s: %s"
            .formatted(kind, checkpoint, job.isEmpty() ? "no job of ours" : job, path));
    lines.add("%12s %12s  %s".formatted("bytes", "subtasks", "operator: states"));
    for (SavedOperator operator : operators) {
      lines.add(
          "%,12d %12s  %s%s%s"
              .formatted(
                  operator.bytes(),
                  "%d of %d".formatted(operator.parallelism(), operator.max_parallelism()),
                  operator.uid(),
                  operator.states().isEmpty() ? "" : ": " + String.join(", ", operator.states()),
                  operator.known() ? "" : "  UNKNOWN to this release"));
    }
    for (String uid : missing) {
      lines.add("missing      %s, which starts empty".formatted(uid));
    }
    if (!isOurs() && !job.isEmpty()) {
      lines.add(
          "Flink refuses to restore what is unknown, unless told to drop it (--allowNonRestoredState)");
    }
    return lines;
  }
}
