package io.freshet.jobs.round;

import io.freshet.schemas.wire.UndecodableException;
import java.io.Serializable;

/**
 * What the records of a topic say. Stateless but for buffers; one per subtask.
 *
 * @param <T> what a record says
 */
interface UpdateReader<T> extends Serializable {
  /**
   * What a value says.
   *
   * @throws UndecodableException when the bytes are not the record they should be
   * @throws RefusedRecordException when what it says cannot be used
   */
  T read(RoundRecord record, byte[] value) throws UndecodableException, RefusedRecordException;

  /**
   * What the end of a key says.
   *
   * @param version version of the tombstone
   */
  T removal(RoundRecord record, long version);
}
