package io.freshet.server.retrieval.index;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The bits of one facet's values: one each for the first, the last for all others. Thread-safe. */
final class FacetBits {
  private final int first;
  private final int ownBits;
  private final long shared;
  private final Map<String, Long> bitByValue = new ConcurrentHashMap<>();

  /**
   * Bits for no value yet.
   *
   * @param first lowest bit
   * @param bits number of bits, at least 2
   */
  FacetBits(int first, int bits) {
    this.first = first;
    this.ownBits = bits - 1;
    this.shared = 1L << (first + ownBits);
  }

  /** The bit of the value, given to it now if it is new. */
  long bit(String value) {
    Long known = bitByValue.get(value);
    return known == null ? newBit(value) : known;
  }

  /** Bits of the values that may be accepted; {@link WantedBits#ANY} when all may. */
  long wanted(Predicate<String> mayAccept) {
    long wanted = shared;
    boolean all = true;
    for (Map.Entry<String, Long> value : bitByValue.entrySet()) {
      if (mayAccept.test(value.getKey())) {
        wanted |= value.getValue();
      } else {
        all = false;
      }
    }
    return all ? WantedBits.ANY : wanted;
  }

  private synchronized long newBit(String value) {
    int known = bitByValue.size();
    if (known >= ownBits) {
      return shared;
    }
    return bitByValue.computeIfAbsent(value, it -> 1L << (first + known));
  }
}
