package io.freshet.server.evaluation.baseline;

import io.freshet.server.snapshot.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Similarity of items by their users: users of both over the root of the product of their users
 * plus a shrinkage, which lets a similarity of few users count less. Remembers the rows of the last
 * snapshot that were asked for. One thread.
 *
 * <p>Cost of a row: the items of all users of an item.
 */
final class Cooccurrences {
  private final double shrinkage;
  private @Nullable Snapshot last;
  private UserItems matrix = UserItems.empty();
  private final Map<Integer, Row> rows = new HashMap<>();

  /** With a shrinkage of 0 (cosine) or more. */
  Cooccurrences(double shrinkage) {
    this.shrinkage = shrinkage;
  }

  /** Items that share a user with another, and how similar they are. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(int[] items, float[] similarities) {}

  /** The row of an item; it is not in its own. */
  Row row(Snapshot snapshot, int item) {
    if (!snapshot.equals(last)) {
      rows.clear();
      matrix = UserItems.of(snapshot.events(), snapshot.items());
      last = snapshot;
    }
    return rows.computeIfAbsent(item, this::compute);
  }

  private Row compute(int item) {
    int[] both = new int[matrix.itemCount()];
    for (int user : matrix.users(item)) {
      for (int other : matrix.items(user)) {
        both[other]++;
      }
    }
    both[item] = 0;
    int[] items = IntStream.range(0, both.length).filter(other -> both[other] > 0).toArray();
    float[] similarities = new float[items.length];
    double own = matrix.users(item).length;
    for (int k = 0; k < items.length; k++) {
      int shared = both[items[k]];
      similarities[k] =
          (float) (shared / (Math.sqrt(own * matrix.users(items[k]).length) + shrinkage));
    }
    return new Row(items, similarities);
  }
}
