package io.freshet.jobs.edge;

import io.freshet.jobs.decay.ForwardDecay;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Edge updates to neighbors of one type, summed per item and neighbor. All weights are relative to
 * one landmark, so sums do not depend on the order.
 *
 * <p>Idea: updates are only noted as they come, one after the other in arrays, and are brought into
 * the order of their items and summed when they are drained (a counting sort): so that a note costs
 * no look-up besides those of its two ids. Items and neighbors go by their {@link ItemNumbers}.
 *
 * <p>Mutable, one owner, one thread; memory stays for the next bundle.
 */
final class TypedSums {
  private static final int LEAST = 64;

  private final String neighborType;
  private final ForwardDecay decay;
  private final ItemNumbers numbers;
  private long landmark;

  /** Most updates in a row have one time, and its power of two is dear. */
  private long factorAtMillis;

  private double factor;

  // Of each update.
  private int[] items = new int[LEAST];
  private int[] neighbors = new int[LEAST];
  private double[] weights = new double[LEAST];
  private int[] users = new int[LEAST];
  private int size;

  private final TouchedItems touched = new TouchedItems();

  // While draining: updates by item, then each neighbor of the item once.
  private int[] byItem = new int[LEAST];
  private int[] distinct = new int[LEAST];
  private double[] sums = new double[LEAST];
  private int[] sumUsers = new int[LEAST];

  /** Of a neighbor, by its number: its place among the distinct ones of the item, plus one. */
  private int[] places = new int[LEAST];

  TypedSums(String neighborType, ForwardDecay decay, ItemNumbers numbers) {
    this.neighborType = neighborType;
    this.decay = decay;
    this.numbers = numbers;
  }

  /** False where a weight of the time, or one here beside it, could leave the range of doubles. */
  boolean accepts(long atMillis) {
    return size == 0
        || atMillis == factorAtMillis
        || Math.abs(decay.period(atMillis) - landmark) < ForwardDecay.MAX_PERIODS;
  }

  /** Adds an update that is accepted, with some of its users. */
  void add(EdgeUpdate update, int addedUsers) {
    assert accepts(update.atMillis());
    if (size == 0) {
      landmark = decay.period(update.atMillis());
      factorAt(update.atMillis());
    } else if (update.atMillis() != factorAtMillis) {
      factorAt(update.atMillis());
    }
    int item = numbers.of(update.itemId());
    note(item, numbers.of(update.neighborId()), update.weight() * factor, addedUsers);
    touched.add(item, update);
  }

  /** Hands on one change per item, in the order of each item's first update. */
  void drain(WeightsWriter writer, Consumer<EdgeChanges> out) {
    sortByItem();
    if (places.length < numbers.size()) {
      places = new int[2 * numbers.size()];
    }
    int from = 0;
    for (int i = 0; i < touched.size(); i++) {
      int item = touched.item(i);
      int to = touched.end(item);
      int count = sum(from, to);
      for (int j = 0; j < count; j++) {
        writer.add(numbers.utf8(distinct[j]), sums[j], sumUsers[j]);
      }
      out.accept(
          new EdgeChanges(
              numbers.id(item),
              touched.type(item),
              neighborType,
              landmark,
              touched.asOfMillis(item),
              touched.ingestedAtMillis(item),
              count,
              writer.take()));
      from = to;
    }
    touched.forget();
    size = 0;
  }

  private void factorAt(long atMillis) {
    factorAtMillis = atMillis;
    factor = decay.stored(1, atMillis, landmark);
  }

  private void note(int item, int neighbor, double weight, int addedUsers) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
      neighbors = Arrays.copyOf(neighbors, 2 * size);
      weights = Arrays.copyOf(weights, 2 * size);
      users = Arrays.copyOf(users, 2 * size);
    }
    items[size] = item;
    neighbors[size] = neighbor;
    weights[size] = weight;
    users[size] = addedUsers;
    size++;
  }

  private void sortByItem() {
    if (byItem.length < size) {
      byItem = new int[items.length];
    }
    touched.toEnds();
    for (int i = size - 1; i >= 0; i--) {
      byItem[touched.placeBefore(items[i])] = i;
    }
    touched.toEnds();
  }

  /** Sums the updates of one item per neighbor; returns how many neighbors there are. */
  private int sum(int from, int to) {
    if (distinct.length < to - from) {
      distinct = new int[2 * (to - from)];
      sums = new double[distinct.length];
      sumUsers = new int[distinct.length];
    }
    int count = 0;
    for (int i = from; i < to; i++) {
      int update = byItem[i];
      int neighbor = neighbors[update];
      int place = places[neighbor] - 1;
      if (place < 0) {
        distinct[count] = neighbor;
        sums[count] = weights[update];
        sumUsers[count] = users[update];
        places[neighbor] = ++count;
      } else {
        sums[place] += weights[update];
        sumUsers[place] |= users[update];
      }
    }
    for (int i = 0; i < count; i++) {
      places[distinct[i]] = 0;
    }
    return count;
  }
}
