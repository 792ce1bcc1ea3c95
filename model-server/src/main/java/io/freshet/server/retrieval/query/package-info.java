/**
 * Answers. Comes in: a user, a history, an item or a vector, and a page: how many, a filter,
 * exclusions, how good. Goes out: scored items that the catalogue shows, and which index they come
 * from. Nothing is remembered: a user vector is computed when it is asked for, from the user's
 * history and the newest item vectors.
 */
@NullMarked
package io.freshet.server.retrieval.query;

import org.jspecify.annotations.NullMarked;
