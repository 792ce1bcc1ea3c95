package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.retrieval.index.VectorIndexChurnContract.Spread;
import io.freshet.server.retrieval.index.VectorIndexChurnContract.Vectorizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class IvfListsTest {
  private static final int DIMENSIONS = 32;
  private static final int TARGET = 32;

  private final Random random = new Random(21);
  private final Vectorizer vectors = new Vectorizer(random, Spread.CLUSTERED);
  private final IvfLists lists = new IvfLists(DIMENSIONS);
  private final Map<Integer, IvfRow> rows = new HashMap<>();

  private void write(int item) {
    float[] vector = vectors.get();
    IvfRow row = new IvfRow("item-" + item, "track", 1, 0);
    lists.home(vector).add(row, vector, 0);
    remove(rows.put(item, row));
    lists.written(row.list(), rows.size());
  }

  private void remove(@Nullable IvfRow held) {
    if (held != null) {
      PostingList list = held.list();
      list.remove(held.slot());
      lists.written(list, rows.size());
    }
  }

  private void assertEveryRowInOneList() {
    ListTable table = lists.table();
    int found = 0;
    for (int position = 0; position < table.size(); position++) {
      PostingList list = table.list(position);
      assertThat(list.isRetired()).isFalse();
      for (int slot = 0; slot < list.size(); slot++) {
        assertThat(list.holder(slot).list()).isSameAs(list);
        assertThat(list.holder(slot).slot()).isEqualTo(slot);
        found++;
      }
    }
    assertThat(found).isEqualTo(rows.size());
  }

  @Test
  void listsStayShortAndRowsNearTheirCentroidWhileTheDataMove() {
    for (int write = 0; write < 40_000; write++) {
      write(random.nextInt(5000));
      if (write % 8000 == 7999) {
        vectors.move();
        assertEveryRowInOneList();
      }
    }
    ListTable table = lists.table();
    int home = 0;
    for (IvfRow row : rows.values()) {
      float[] vector = row.list().read(row).orElseThrow();
      home += table.nearest(vector) == row.list() ? 1 : 0;
    }
    for (int position = 0; position < table.size(); position++) {
      assertThat(table.list(position).size()).isLessThan(3 * TARGET);
    }
    assertThat(table.size()).isBetween(rows.size() / (2 * TARGET), rows.size() / (TARGET / 2));
    assertThat((double) home / rows.size()).isGreaterThan(.9);
  }

  @Test
  void listsGoWhenTheirRowsGo() {
    for (int item = 0; item < 5000; item++) {
      write(item);
    }
    for (int item = 50; item < 5000; item++) {
      remove(rows.remove(item));
    }
    assertEveryRowInOneList();
    assertThat(lists.table().size()).isLessThan(30);
  }

  @Test
  void identicalVectorsDoNotMakeOneEndlessList() {
    float[] vector = vectors.get();
    for (int item = 0; item < 3000; item++) {
      IvfRow row = new IvfRow("item-" + item, "track", 1, 0);
      lists.home(vector).add(row, vector, 0);
      rows.put(item, row);
      lists.written(row.list(), rows.size());
    }
    assertEveryRowInOneList();
    assertThat(lists.table().size()).isGreaterThan(30);
  }
}
