package io.freshet.jobs.interaction;

import java.util.HashMap;
import java.util.Map;

/**
 * Makes one object of equal ids: many histories hold the same items, and equal objects are told to
 * be equal at a glance. Over its limit it forgets all and starts again; ids given out stay good.
 *
 * <p>One owner, one thread.
 */
final class SharedIds {
  private static final int LIMIT = 1 << 18;

  private final Map<String, String> ids = new HashMap<>();

  /** The object that stands for the id. */
  String of(String id) {
    if (ids.size() >= LIMIT) {
      ids.clear();
    }
    String known = ids.putIfAbsent(id, id);
    return known == null ? id : known;
  }
}
