package io.freshet.server.retrieval.index;

import java.time.InstantSource;
import java.util.OptionalInt;

/** The contract with lists and probes from the first row on. */
final class IvfIndexTest extends VectorIndexContract {
  @Override
  VectorIndex create(int dimensions, StoreLimits limits, InstantSource clock) {
    IndexConfig config = new IndexConfig(IndexKind.IVF, .97, OptionalInt.empty(), 0);
    return config.create(dimensions, limits, clock);
  }

  @Override
  double recallFloor() {
    return .93;
  }
}
