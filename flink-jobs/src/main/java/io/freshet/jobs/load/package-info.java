/**
 * How a job gives up accuracy before it falls behind: levels, from how punctual it is. Plain rules;
 * who measures, and what a level means, is the stage's. Not tied to any stage.
 */
@NullMarked
package io.freshet.jobs.load;

import org.jspecify.annotations.NullMarked;
