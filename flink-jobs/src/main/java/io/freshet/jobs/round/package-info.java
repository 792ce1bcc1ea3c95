/**
 * Refresh intervals as watermarks. In: raw records of one topic. Out: the same with their round,
 * decoded, and a watermark for every round that has ended. Not keyed. Remembers the newest
 * watermark sent (one number), so that no round number is used twice. Beside it, on one subtask,
 * the level of thresholds that the load asks for; remembers a few numbers.
 */
@NullMarked
package io.freshet.jobs.round;

import org.jspecify.annotations.NullMarked;
