/** Forward decay: the one place that knows how weights age. Plain arithmetic, no state. */
@NullMarked
package io.freshet.jobs.decay;

import org.jspecify.annotations.NullMarked;
