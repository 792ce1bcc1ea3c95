package io.freshet.server.retrieval.status;

import io.freshet.server.retrieval.index.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A map that was drawn, kept where its items are. One owner. */
final class DrawnMap {
  private final long number;
  private final Generation generation;
  private final int of;
  private final Projection projection;
  private final List<String> ids;
  private final List<String> types;
  private final List<Integer> typeOf = new ArrayList<>();
  private final float[] x;
  private final float[] y;
  private final long[] versions;
  private int nextToLookAt;

  DrawnMap(
      long number,
      Generation generation,
      int of,
      Projection projection,
      List<String> ids,
      List<String> itemTypes,
      List<float[]> vectors,
      List<Long> itemVersions) {
    this.number = number;
    this.generation = generation;
    this.of = of;
    this.projection = projection;
    this.ids = List.copyOf(ids);
    this.types = List.copyOf(new TreeSet<>(itemTypes));
    this.x = new float[ids.size()];
    this.y = new float[ids.size()];
    this.versions = itemVersions.stream().mapToLong(Long::longValue).toArray();
    for (int i = 0; i < vectors.size(); i++) {
      typeOf.add(types.indexOf(itemTypes.get(i)));
      place(i, vectors.get(i));
    }
  }

  Generation generation() {
    return generation;
  }

  int of() {
    return of;
  }

  Projection projection() {
    return projection;
  }

  CatalogView view() {
    return new CatalogView(
        number,
        generation.release(),
        generation.index().size(),
        projection.explained(),
        types,
        ids,
        List.copyOf(typeOf),
        floats(x),
        floats(y));
  }

  /**
   * Moves the items that were embedded since the last call, at most {@link CatalogMap#MOST_MOVES};
   * those left out come first the next time.
   */
  Status.Moves moves() {
    List<Integer> points = new ArrayList<>();
    List<Float> movedX = new ArrayList<>();
    List<Float> movedY = new ArrayList<>();
    for (int n = 0; n < ids.size() && points.size() < CatalogMap.MOST_MOVES; n++) {
      int item = nextToLookAt;
      nextToLookAt = (nextToLookAt + 1) % ids.size();
      if (refresh(item)) {
        points.add(item);
        movedX.add(x[item]);
        movedY.add(y[item]);
      }
    }
    return new Status.Moves(number, points, movedX, movedY);
  }

  private boolean refresh(int item) {
    String id = ids.get(item);
    long version = generation.facts().find(id).map(facts -> facts.version()).orElse(-1L);
    Optional<float[]> vector =
        version > versions[item] ? generation.index().vector(id) : Optional.empty();
    if (vector.isEmpty()) {
      return false;
    }
    versions[item] = version;
    place(item, vector.get());
    return true;
  }

  private void place(int item, float[] vector) {
    x[item] = projection.x(vector);
    y[item] = projection.y(vector);
  }

  private static List<Float> floats(float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return list;
  }
}
