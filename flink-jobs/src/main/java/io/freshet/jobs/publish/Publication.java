package io.freshet.jobs.publish;

import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import io.freshet.jobs.record.Vectors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was published last of an item.
 *
 * @param version version of the record
 * @param type type of the item
 * @param vector the embedding
 * @param condition what it was worth
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
public record Publication(long version, String type, float[] vector, Condition condition) {
  private static final long MICROS_PER_MILLI = 1_000;

  /** Version of the next record: grows even when the clock stands still or jumps back. */
  static long version(long last, long nowMillis) {
    return Math.max(last + 1, nowMillis * MICROS_PER_MILLI);
  }

  /**
   * Whether an embedding has to be published: when the item appears, changes type or condition, or
   * its embedding moved by more than theta since it was published.
   */
  static boolean isDue(@Nullable Publication last, LayerEmbedding next, double theta) {
    return last == null
        || last.condition != next.condition()
        || !last.type.equals(next.type())
        || last.vector.length != next.vector().length
        || moved(last.vector, next.vector(), theta);
  }

  /** That two vectors differ at all shows at their first components, most of the time. */
  private static boolean moved(float[] before, float[] after, double theta) {
    return theta == 0
        ? !Arrays.equals(before, after)
        : Vectors.squaredDistance(before, after) > theta * theta;
  }
}
