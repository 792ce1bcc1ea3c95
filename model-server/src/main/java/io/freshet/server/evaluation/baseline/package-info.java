/**
 * What a model has to beat: contenders without learned weights, and EASE, which has a closed form.
 *
 * <p>In: a {@link io.freshet.server.evaluation.TrainingSet}. Out: a {@link
 * io.freshet.server.evaluation.Scorer} that reads whatever it needs from the snapshot of its query,
 * so that it follows a snapshot that moves; what it derives from a snapshot it remembers until the
 * next one. What has to be chosen is chosen on the validation slice.
 */
@NullMarked
package io.freshet.server.evaluation.baseline;

import org.jspecify.annotations.NullMarked;
