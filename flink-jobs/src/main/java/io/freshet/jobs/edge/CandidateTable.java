package io.freshet.jobs.edge;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Neighbors of one item, each at a position from 0 on: parallel arrays, and an open-addressed index
 * of ids. About 35 bytes a neighbor. Positions hold until the next {@link #retain}.
 *
 * <p>Mutable, one owner, one thread.
 */
final class CandidateTable {
  private static final int LEAST = 4;

  /** What shrinks a little grows again. */
  private static final int WASTEFUL = 3;

  private @Nullable ItemId[] ids = new ItemId[LEAST];

  /** Of the ids, so that most look-ups touch no id but the one they are for. */
  private int[] hashes = new int[LEAST];

  private double[] stored = new double[LEAST];
  private float[] published = new float[LEAST];

  /** Bits of the users that paired the neighbor. */
  private int[] users = new int[LEAST];

  /** Position plus one by hash, 0 where empty; at least a third of it is. */
  private int[] slots = new int[2 * LEAST];

  private int size;

  int size() {
    return size;
  }

  @SuppressWarnings("NullAway") // ids below size are set
  ItemId id(int position) {
    assert position < size;
    return ids[position];
  }

  int hash(int position) {
    return hashes[position];
  }

  double stored(int position) {
    return stored[position];
  }

  void setStored(int position, double weight) {
    stored[position] = weight;
  }

  float published(int position) {
    return published[position];
  }

  void setPublished(int position, float share) {
    published[position] = share;
  }

  int users(int position) {
    return users[position];
  }

  void addUsers(int position, int added) {
    users[position] |= added;
  }

  /** Position of the neighbor, or -1. */
  int find(ItemId id) {
    int mask = slots.length - 1;
    for (int slot = id.hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      int position = slots[slot] - 1;
      if (hashes[position] == id.hash && id(position).same(id)) {
        return position;
      }
    }
    return -1;
  }

  /** Appends a neighbor that is not here yet. */
  void append(ItemId id, double weight, float publishedShare, int knownUsers) {
    if (size == ids.length) {
      resize(size + (size >> 1));
    }
    ids[size] = id;
    hashes[size] = id.hash;
    stored[size] = weight;
    published[size] = publishedShare;
    users[size] = knownUsers;
    size++;
    if (3 * size > 2 * slots.length) {
      index(2 * slots.length);
    } else {
      enter(size - 1);
    }
  }

  /** Keeps the neighbors at positions that the test names, in their order, and drops the others. */
  void retain(IntPredicate kept) {
    int next = 0;
    for (int i = 0; i < size; i++) {
      if (kept.test(i)) {
        ids[next] = ids[i];
        hashes[next] = hashes[i];
        stored[next] = stored[i];
        published[next] = published[i];
        users[next] = users[i];
        next++;
      }
    }
    size = next;
    if (ids.length > WASTEFUL * size) {
      int capacity = Math.max(LEAST, size + (size >> 1));
      resize(capacity);
      index(Math.max(2 * LEAST, Integer.highestOneBit(2 * capacity)));
    } else {
      Arrays.fill(ids, size, ids.length, null);
      index(slots.length);
    }
  }

  private void resize(int capacity) {
    ids = Arrays.copyOf(ids, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    stored = Arrays.copyOf(stored, capacity);
    published = Arrays.copyOf(published, capacity);
    users = Arrays.copyOf(users, capacity);
    Arrays.fill(ids, size, capacity, null);
  }

  private void index(int length) {
    slots = slots.length == length ? slots : new int[length];
    Arrays.fill(slots, 0);
    for (int i = 0; i < size; i++) {
      enter(i);
    }
  }

  private void enter(int position) {
    int mask = slots.length - 1;
    int slot = hashes[position] & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = position + 1;
  }
}
