/**
 * Requests made of rows, and the queue that merges them.
 *
 * <p>In: named columns of one request ({@link io.freshet.server.inference.batch.Batch}), checked
 * against a model's {@link io.freshet.server.inference.batch.Signature}. Out: the columns the model
 * answers. Remembered: requests waiting in a {@link io.freshet.server.inference.batch.BatchQueue},
 * bounded by {@link io.freshet.server.inference.batch.BatchLimits#queueRows}. Knows no wire format
 * and no engine.
 */
@NullMarked
package io.freshet.server.inference.batch;

import org.jspecify.annotations.NullMarked;
