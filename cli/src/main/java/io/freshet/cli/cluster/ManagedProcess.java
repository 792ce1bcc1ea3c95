package io.freshet.cli.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * A process that was started, as it is remembered.
 *
 * @param pid its number
 * @param startedAtMillis when it began, epoch milliseconds: a number is used again some day
 */
public record ManagedProcess(long pid, long startedAtMillis) {
  static ManagedProcess of(Process process) {
    return new ManagedProcess(
        process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  /** The process, while it runs. */
  Optional<ProcessHandle> running() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            handle ->
                handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L)
                    == startedAtMillis);
  }
}
