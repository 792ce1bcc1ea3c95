package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.index.Generation;
import java.util.Optional;

/** An index generation that is being filled, for as long as it is kept. */
interface Build extends AutoCloseable {
  String release();

  /** Whether everything that was on the release's topic at the start has been applied. */
  boolean caughtUp();

  /** The generation, as soon as it holds an item; the same object every time. */
  Optional<Generation> generation();

  /** Stops filling it. */
  @Override
  void close();
}
