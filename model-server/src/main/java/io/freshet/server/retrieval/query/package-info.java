/**
 * Answers. Comes in: a user or an item, how many, which types. Goes out: scored items that the
 * catalogue shows, and which index they come from. Nothing is remembered: a user vector is computed
 * when it is asked for, from the user's history and the newest item vectors.
 */
@NullMarked
package io.freshet.server.retrieval.query;

import org.jspecify.annotations.NullMarked;
