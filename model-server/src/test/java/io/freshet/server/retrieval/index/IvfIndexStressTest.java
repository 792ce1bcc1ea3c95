package io.freshet.server.retrieval.index;

import java.util.OptionalInt;

final class IvfIndexStressTest extends VectorIndexStressContract {
  @Override
  VectorIndex create(int dimensions) {
    IndexConfig config = new IndexConfig(IndexKind.IVF, .97, OptionalInt.empty(), 0);
    return config.create(
        dimensions, VectorIndexChurnContract.LIMITS, VectorIndexChurnContract.CLOCK);
  }
}
