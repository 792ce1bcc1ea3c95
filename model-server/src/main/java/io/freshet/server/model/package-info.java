/**
 * The model itself: its weights on disk and its forward pass.
 *
 * <p>In: a release directory ({@code release.json} and {@code hgnn.safetensors}). Out: a checked
 * {@link io.freshet.server.model.Release} and, on a device, an {@link io.freshet.server.model.Hgnn}
 * that turns batches of text vectors and aggregates into layer vectors, and {@link
 * io.freshet.server.model.Towers} that turn these, use and histories into vectors whose inner
 * products rank items for users. Nothing is remembered between calls. Bounded by {@link
 * io.freshet.server.model.Release#MAX_TYPES} types and by the size limit of {@link
 * io.freshet.server.model.Safetensors}.
 */
@NullMarked
package io.freshet.server.model;

import org.jspecify.annotations.NullMarked;
