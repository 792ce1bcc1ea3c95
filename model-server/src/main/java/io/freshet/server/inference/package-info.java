/**
 * The inference server: Open Inference Protocol v2 over gRPC and REST.
 *
 * <p>In: requests of rows for a model by name and version, and release directories to load. Out:
 * vectors and a flag per row, or an error with a code from one closed set. Remembered: the models
 * of the newest releases, at most {@link
 * io.freshet.server.inference.InferenceServerConfig#maxReleases}, each with a bounded queue.
 *
 * <p>{@code batch} knows rows and queues, {@code text} and {@code graph} are the models, this
 * package is wire and life cycle.
 */
@NullMarked
package io.freshet.server.inference;

import org.jspecify.annotations.NullMarked;
