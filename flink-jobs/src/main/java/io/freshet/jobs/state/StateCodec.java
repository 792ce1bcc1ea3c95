package io.freshet.jobs.state;

/**
 * How a value is kept in state. The bytes name their own format, and every later release reads
 * them.
 *
 * @param <T> the value
 */
public interface StateCodec<T> {
  /** The value as bytes. */
  byte[] encode(T value);

  /** The value of bytes that this or an earlier release wrote. */
  T decode(byte[] bytes);

  /** How many entries of the cache the value counts as; at least 1. */
  int weight(T value);

  /** The cache lets go of a value, which has been written and may be decoded again. */
  default void forgotten(T value) {}
}
