/**
 * Texts as vectors of a release's embedding space, by the inference server: the text encoder, then
 * the graph network as for an item without neighbors. Comes in: a text and the release that serves.
 * Goes out: a vector as long as its item embeddings. Remembers nothing. Bounds: time of one answer.
 */
@NullMarked
package io.freshet.server.retrieval.text;

import org.jspecify.annotations.NullMarked;
