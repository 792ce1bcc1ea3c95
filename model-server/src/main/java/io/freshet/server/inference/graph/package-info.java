/**
 * The graph network of a release as models of the inference server.
 *
 * <p>In: {@code hgnn-encode} takes raw text vectors and types; {@code hgnn-layer-1..L} take the
 * rows' own vectors of the layer below and, sparsely, their aggregates per neighbor type. Out: unit
 * vectors of the layer and a flag per row. Remembered: the release's weights on the device, until
 * closed.
 */
@NullMarked
package io.freshet.server.inference.graph;

import org.jspecify.annotations.NullMarked;
