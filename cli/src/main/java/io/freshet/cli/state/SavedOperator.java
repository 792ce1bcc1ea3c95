package io.freshet.cli.state;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An operator in a savepoint.
 *
 * @param uid of it; of a sink's committer, that of the sink behind {@code Sink Committer: }; the id
 *     of the operator where the savepoint does not tell its uid
 * @param parallelism subtasks that it was taken of
 * @param max_parallelism most subtasks it can be restored with, for good
 * @param bytes of its state, all subtasks
 * @param states names of its states; those in every subtask alike and those by key
 * @param known whether this release has the operator
 */
public record SavedOperator(
    String uid,
    int parallelism,
    int max_parallelism,
    long bytes,
    List<String> states,
    boolean known) {
  public SavedOperator {
    requireNonNull(uid, "uid is null");
    states = List.copyOf(states);
  }
}
