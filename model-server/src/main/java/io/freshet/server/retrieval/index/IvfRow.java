package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Who holds a row of an {@link IvfIndex}: what never changes, and where the row lies now. The place
 * is the index's writer's to change; look-ups read it at any time and check what they find there.
 */
final class IvfRow {
  private final String id;
  private final String type;
  private final long bits;
  private final long version;
  private volatile @Nullable PostingList list;
  private volatile int slot;

  IvfRow(String id, String type, long bits, long version) {
    this.id = id;
    this.type = type;
    this.bits = bits;
    this.version = version;
  }

  String id() {
    return id;
  }

  String type() {
    return type;
  }

  /** What the catalogue says of the item, see {@link RowBits}. */
  long bits() {
    return bits;
  }

  long version() {
    return version;
  }

  /** The list that holds the row; after a move the new one. */
  PostingList list() {
    return requireNonNull(list, "list is null");
  }

  int slot() {
    return slot;
  }

  void moveTo(PostingList newList, int newSlot) {
    slot = newSlot;
    list = newList;
  }
}
