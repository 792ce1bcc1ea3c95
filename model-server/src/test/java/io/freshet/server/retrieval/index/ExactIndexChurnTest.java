package io.freshet.server.retrieval.index;

final class ExactIndexChurnTest extends VectorIndexChurnContract {
  @Override
  VectorIndex create(int dimensions) {
    return new ExactIndex(dimensions, LIMITS, CLOCK);
  }

  @Override
  double recallFloor() {
    return 1;
  }
}
