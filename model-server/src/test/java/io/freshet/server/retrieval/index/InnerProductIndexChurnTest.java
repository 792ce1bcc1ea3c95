package io.freshet.server.retrieval.index;

import java.util.OptionalInt;
import java.util.Random;

/** The contract over vectors of many lengths, a few of them longer than expected. */
final class InnerProductIndexChurnTest extends VectorIndexChurnContract {
  @Override
  VectorIndex create(int dimensions) {
    IndexConfig config = new IndexConfig(IndexKind.IVF, .97, OptionalInt.empty(), 0);
    return InnerProductIndexTest.over(config, dimensions, LIMITS, CLOCK);
  }

  @Override
  double length(Random random) {
    return 1 + 1.05 * random.nextDouble();
  }

  @Override
  double recallFloor() {
    return .95;
  }
}
