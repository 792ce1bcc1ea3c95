package io.freshet.server.retrieval.index;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One bit per item type, so that a scan can pass over rows by type without asking a filter. The
 * first {@value #OWN_BITS} types get a bit each, all later ones share the last: for these the
 * filter has the last word, as it has for every candidate. Thread-safe; never forgets a type.
 */
final class ItemTypes {
  /** Bits in a mask. */
  static final int BITS = Long.SIZE;

  /** The mask that wants every row. */
  static final long ALL = -1;

  private static final int OWN_BITS = BITS - 1;
  private static final long SHARED = 1L << OWN_BITS;

  private final Map<String, Long> bitByType = new ConcurrentHashMap<>();

  /** The bit of the type, given to it now if it is new. */
  long bit(String type) {
    Long known = bitByType.get(type);
    return known == null ? newBit(type) : known;
  }

  /** Bits of the types that the filter may accept. */
  long wanted(CandidateFilter filter) {
    long wanted = SHARED;
    boolean all = true;
    for (Map.Entry<String, Long> type : bitByType.entrySet()) {
      if (filter.acceptsType(type.getKey())) {
        wanted |= type.getValue();
      } else {
        all = false;
      }
    }
    return all ? ALL : wanted;
  }

  private synchronized long newBit(String type) {
    int known = bitByType.size();
    if (known >= OWN_BITS) {
      return SHARED;
    }
    return bitByType.computeIfAbsent(type, it -> 1L << known);
  }
}
