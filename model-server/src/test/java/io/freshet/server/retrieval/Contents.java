package io.freshet.server.retrieval;

import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.EmbeddingFacts;
import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.Popularity;
import io.freshet.server.retrieval.index.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a server holds, to be compared. */
record Contents(
    Map<String, CatalogEntry> catalog,
    Map<String, Past> histories,
    Map<String, List<String>> userAttributes,
    Map<String, Popularity> popularity,
    Map<String, EmbeddingFacts> facts,
    Map<String, List<Float>> vectors) {
  static Contents of(Stores stores, Generation generation) {
    Contents contents =
        new Contents(
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>());
    stores.catalog().forEach(contents.catalog::put);
    stores.histories().forEach((user, held) -> contents.histories.put(user, Past.of(held)));
    stores.userAttributes().forEach(contents.userAttributes::put);
    stores.popularity().forEach(contents.popularity::put);
    generation.facts().forEach(contents.facts::put);
    for (String id : contents.facts.keySet()) {
      generation.index().vector(id).ifPresent(it -> contents.vectors.put(id, boxed(it)));
    }
    if (contents.vectors.size() != generation.index().size()) {
      throw new AssertionError("the index holds items of which nothing else is known");
    }
    return contents;
  }

  /** A history as a value. */
  record Past(List<String> items, List<String> liked, List<Boolean> weak) {
    static Past of(History history) {
      List<String> items = new ArrayList<>();
      List<Boolean> weak = new ArrayList<>();
      for (int place = 0; place < history.size(); place++) {
        items.add(history.item(place));
        weak.add(history.isWeak(place));
      }
      return new Past(items, history.liked(), weak);
    }
  }

  private static List<Float> boxed(float[] vector) {
    List<Float> boxed = new ArrayList<>();
    for (float value : vector) {
      boxed.add(value);
    }
    return boxed;
  }
}
