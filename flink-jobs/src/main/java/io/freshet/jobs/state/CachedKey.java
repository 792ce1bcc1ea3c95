package io.freshet.jobs.state;

import org.jspecify.annotations.Nullable;

/**
 * A key of {@link CachedStates}, and what each state holds of it. Whoever keeps one finds its
 * states again without a look-up. Owned by the cache.
 */
public final class CachedKey {
  private final String key;
  final @Nullable Object[] held;

  /** Used since it was last looked at for eviction. */
  boolean isUsed;

  /** Not in the cache any more; the key may be there anew. */
  boolean isEvicted;

  CachedKey(String key, int states) {
    this.key = key;
    held = new Object[states];
  }

  /** The key. */
  public String key() {
    return key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CachedKey cached && cached.key.equals(key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }
}
