package io.freshet.server.retrieval.index;

final class ExactIndexStressTest extends VectorIndexStressContract {
  @Override
  VectorIndex create(int dimensions) {
    return new ExactIndex(
        dimensions, VectorIndexChurnContract.LIMITS, VectorIndexChurnContract.CLOCK);
  }
}
