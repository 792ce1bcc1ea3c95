package io.freshet.server.retrieval.index;

import java.util.OptionalInt;

final class IvfIndexChurnTest extends VectorIndexChurnContract {
  @Override
  VectorIndex create(int dimensions) {
    IndexConfig config = new IndexConfig(IndexKind.IVF, .97, OptionalInt.empty(), 0);
    return config.create(dimensions, LIMITS, CLOCK);
  }

  @Override
  double recallFloor() {
    return .95;
  }
}
