/**
 * The two towers of a release where answers are given: item vectors made as embeddings and
 * statistics arrive, and the query of a user made per request.
 *
 * <p>In: a {@link io.freshet.server.model.Release} with towers, embeddings z, the stores. Out: a
 * {@link io.freshet.server.retrieval.index.TowerSpace}. Remembered per item: its row in the index,
 * and what it was made from (some 150 bytes). Plain Java; no tensor engine.
 */
@NullMarked
package io.freshet.server.retrieval.tower;

import org.jspecify.annotations.NullMarked;
