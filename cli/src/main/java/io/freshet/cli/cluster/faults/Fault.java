package io.freshet.cli.cluster.faults;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Something that goes wrong, and how it is put right.
 *
 * @param name of it, for the report
 * @param held how long it lasts before it is put right
 */
record Fault(String name, Duration held, Deed strike, Deed mend) {
  /** Something that is done to a cluster. */
  @FunctionalInterface
  interface Deed {
    void run() throws Exception;
  }

  Fault {
    requireNonNull(name, "name is null");
    requireNonNull(held, "held is null");
    requireNonNull(strike, "strike is null");
    requireNonNull(mend, "mend is null");
  }
}
