package io.freshet.jobs.state;

import java.io.IOException;
import org.apache.flink.api.common.state.State;

/**
 * A value that is mostly added to, and seldom looked at as a whole. Adding needs no more than the
 * part that is in memory: the state backend is not asked for the rest, and what makes room is
 * written beside the rest. Hence a value that grows by many small additions costs what is added,
 * however long it is.
 *
 * @param <T> the value, mutable
 */
public interface PartedState<T> extends State {
  /** The part that is in memory, empty at first; call {@link #changed} after adding to it. */
  T part() throws IOException;

  /** The whole value; call {@link #changed} after changing it. */
  T whole() throws IOException;

  /** What {@link #part} or {@link #whole} yielded last, of the current key, was changed. */
  void changed() throws IOException;
}
