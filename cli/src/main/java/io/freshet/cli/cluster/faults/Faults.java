package io.freshet.cli.cluster.faults;

import io.freshet.cli.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults, in the order in which they strike. */
final class Faults {
  private static final Duration KILLED = Duration.ofSeconds(5);
  private static final Duration HANGING = Duration.ofSeconds(20);

  /** Some six checkpoints of a job, of which it forgives five. */
  private static final Duration FULL = Duration.ofSeconds(70);

  private final Cluster cluster;

  Faults(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * All of them.
   *
   * @param disk directory on a file system of its own for checkpoints; without, it never gets full
   */
  List<Fault> all(Optional<Path> disk) {
    List<Fault> faults = new ArrayList<>();
    faults.add(killed("TaskManager", "taskmanager-1"));
    faults.add(killed("JobManager", "jobmanager"));
    faults.add(killed("inference server", "inference"));
    faults.add(killed("retrieval server", "retrieval"));
    faults.add(killed("broker", "broker"));
    faults.add(
        new Fault(
            "inference server hangs (SIGSTOP)",
            HANGING,
            () -> cluster.signal("inference", "STOP"),
            () -> cluster.signal("inference", "CONT")));
    faults.add(
        new Fault(
            "broker killed in the middle of a round",
            KILLED,
            this::killBrokerWithinRound,
            () -> {
              cluster.signal("inference", "CONT");
              cluster.up();
            }));
    disk.map(FullDisk::new)
        .ifPresent(
            full ->
                faults.add(
                    new Fault(
                        "disk of the checkpoints is full", FULL, full::fill, full::makeRoom)));
    return faults;
  }

  private Fault killed(String what, String process) {
    return new Fault(
        "kill -9 of the " + what, KILLED, () -> cluster.signal(process, "KILL"), cluster::up);
  }

  /** A round that waits for the inference server is open for as long as that hangs. */
  private void killBrokerWithinRound() throws Exception {
    cluster.signal("inference", "STOP");
    FaultRun.pass(KILLED);
    cluster.signal("broker", "KILL");
  }
}
