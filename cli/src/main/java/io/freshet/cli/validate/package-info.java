/**
 * Recorded data before it is sent: what a format's reader cannot use, and what the jobs would
 * refuse.
 *
 * <p>In: a dataset. Out: counts, and the first problems with what to do about each. Remembers the
 * ids of users and items, and of the first {@value io.freshet.cli.validate.Validation#MOST_IDS}
 * events.
 */
@NullMarked
package io.freshet.cli.validate;

import org.jspecify.annotations.NullMarked;
