package io.freshet.server.retrieval.status;

import java.time.Duration;
import java.util.Optional;

/** Tells how the system is, to any number of threads. */
public interface StatusFeed {
  /** The newest status. */
  Status newest();

  /**
   * The newest status, waited for while it is that of this number.
   *
   * @return empty when there was none in time, or the feed has ended
   */
  Optional<Status> after(long number, Duration patience) throws InterruptedException;

  /** Whether there will be no other status. */
  boolean hasEnded();

  /** The figures that are drawn, of the last minutes. */
  Figures figures();

  /** The map of the catalogue; empty while no index serves that has items enough. */
  Optional<CatalogView> map();
}
