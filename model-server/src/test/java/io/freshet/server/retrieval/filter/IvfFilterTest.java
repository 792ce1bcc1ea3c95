package io.freshet.server.retrieval.filter;

import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.IndexConfig;
import io.freshet.server.retrieval.index.VectorIndex;
import java.time.InstantSource;
import java.util.Map;

/** With lists and probes from the first row on. */
final class IvfFilterTest extends FilterContract {
  @Override
  VectorIndex create(int dimensions, Catalog catalog, int scanRows) {
    return IndexConfig.of(Map.of("index.scan-rows", "" + scanRows))
        .create(dimensions, LIMITS, InstantSource.system(), catalog);
  }

  @Override
  double recallFloor() {
    return .95;
  }

  @Override
  double pageFloor() {
    return .7;
  }
}
