/**
 * What the tests of the interaction graph job measure it against: stories of plays, takedowns and
 * erasures, and a plain computation of what they come to.
 */
@NullMarked
package io.freshet.jobs.graph;

import org.jspecify.annotations.NullMarked;
