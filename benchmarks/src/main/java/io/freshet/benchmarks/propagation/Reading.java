package io.freshet.benchmarks.propagation;

/**
 * The counters at a time.
 *
 * @param seconds a clock that only runs forward
 * @param edges edges taken by the running job
 */
record Reading(double seconds, long edges, Cpu cpu, Inference inference) {
  static Reading now(int httpPort) throws InterruptedException {
    return new Reading(
        System.nanoTime() / 1e9, EdgeFeed.taken(), Cpu.now(), Inference.now(httpPort));
  }
}
