package io.freshet.jobs.state;

/**
 * A codec of values that can be put together.
 *
 * @param <T> the value, mutable
 */
public interface PartsCodec<T> extends StateCodec<T> {
  /** A value with nothing in it. */
  T empty();

  /** Adds all of a later part to a value. */
  void addAll(T value, T later);

  /** Whether nothing is in a value. */
  boolean isEmpty(T value);
}
