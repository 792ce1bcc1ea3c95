package io.freshet.benchmarks.propagation;

import java.io.Serializable;

/**
 * Insertions of directed edges, endless; the n-th is always the same one. A target's neighborhood
 * gains the source.
 */
interface EdgeStream extends Serializable {
  /** Type of all items: the peers know no types either. */
  String TYPE = "item";

  String name();

  /** Items are numbered from 0 up to this. */
  int items();

  int source(long number);

  int target(long number);

  static String itemId(int item) {
    return "item-" + item;
  }

  static int item(String itemId) {
    return Integer.parseInt(itemId.substring(itemId.indexOf('-') + 1));
  }
}
