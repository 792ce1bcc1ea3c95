package io.freshet.benchmarks.retrieval;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.MapRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * JVector's live graph with exact scores. An upsert adds a node and marks the old one deleted.
 * Deleted nodes are not taken out, which would cost a millisecond each: in a run of seconds that
 * favours it. On Java 17 it runs without vector instructions.
 */
final class JvectorContender implements Contender {
  static final String NAME = "jvector-4.0";

  private static final int CONNECTIONS = 16;
  private static final int BEAM = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;
  private static final VectorTypeSupport TYPES =
      VectorizationProvider.getInstance().getVectorTypeSupport();

  private final int[] ordinals;
  private final Map<Integer, VectorFloat<?>> vectors = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> items = new ConcurrentHashMap<>();
  private final RandomAccessVectorValues values;
  private final GraphIndexBuilder builder;
  private volatile int effort = GRAPH_EFFORTS.get(0);
  private final AtomicInteger refreshes = new AtomicInteger();
  private int nextOrdinal;

  // Of the searching thread.
  private @Nullable GraphSearcher searcher;
  private int searcherOf;

  JvectorContender(int dimensions, int size) {
    ordinals = new int[size];
    Arrays.fill(ordinals, -1);
    values = new MapRandomAccessVectorValues(vectors, dimensions);
    builder =
        GraphIndexBuilder.builder(
                BuildScoreProvider.randomAccessScoreProvider(
                    values, VectorSimilarityFunction.DOT_PRODUCT),
                dimensions,
                CONNECTIONS)
            .withBeamWidth(BEAM)
            .withNeighborOverflow(OVERFLOW)
            .withAlpha(ALPHA)
            .build();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isPeer() {
    return true;
  }

  @Override
  public void upsert(int item, float[] vector) {
    int ordinal = nextOrdinal++;
    VectorFloat<?> held = TYPES.createFloatVector(vector.clone());
    vectors.put(ordinal, held);
    items.put(ordinal, item);
    long unused = builder.addGraphNode(ordinal, held);
    if (ordinals[item] >= 0) {
      builder.markNodeDeleted(ordinals[item]);
    }
    ordinals[item] = ordinal;
  }

  @Override
  public void refresh() {
    var unused = refreshes.incrementAndGet();
  }

  @Override
  public List<Integer> efforts() {
    return GRAPH_EFFORTS;
  }

  @Override
  public void setEffort(int effort) {
    this.effort = effort;
  }

  @Override
  public int[] search(float[] query, int limit, int labelsBelow) {
    VectorFloat<?> held = TYPES.createFloatVector(query);
    Bits accepted =
        labelsBelow >= LABELS
            ? Bits.ALL
            : ordinal -> items.getOrDefault(ordinal, LABELS - 1) % LABELS < labelsBelow;
    SearchResult result =
        searcher()
            .search(
                DefaultSearchScoreProvider.exact(
                    held, VectorSimilarityFunction.DOT_PRODUCT, values),
                limit,
                Math.max(limit, effort),
                0,
                0,
                accepted);
    int[] found = new int[result.getNodes().length];
    for (int i = 0; i < found.length; i++) {
      found[i] = items.getOrDefault(result.getNodes()[i].node, -1);
    }
    return found;
  }

  /** A view of the graph is kept until the next refresh. */
  private GraphSearcher searcher() {
    GraphSearcher held = searcher;
    int now = refreshes.get();
    if (held == null || searcherOf != now) {
      held = new GraphSearcher(builder.getGraph());
      searcher = held;
      searcherOf = now;
    }
    return held;
  }

  @Override
  public void close() throws IOException {
    builder.close();
  }
}
