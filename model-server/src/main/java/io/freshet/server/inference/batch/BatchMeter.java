package io.freshet.server.inference.batch;

/** Told what a queue does; called by the queue's thread, so it must be quick. */
public interface BatchMeter {
  /** A request left the queue. */
  void waited(long nanos);

  /**
   * The model ran once.
   *
   * @param rows rows of the merged batch
   * @param failedRows those of them with their flag unset
   * @param nanos how long it took
   */
  void ran(int rows, int failedRows, long nanos);

  /** A merged batch failed as a whole and is tried again in parts. */
  void split();
}
