/**
 * Judges what recommends: contenders are fitted on the events before a split and score all items
 * for users after it.
 *
 * <p>In: items, events and snapshots ({@link io.freshet.server.snapshot}), contenders ({@link
 * io.freshet.server.evaluation.Contender}). Out: measures with their intervals. Nothing after the
 * split reaches {@link io.freshet.server.evaluation.Contender#fit}, and nothing at or after the
 * moment of a query reaches its {@link io.freshet.server.evaluation.Scorer}.
 */
@NullMarked
package io.freshet.server.evaluation;

import org.jspecify.annotations.NullMarked;
