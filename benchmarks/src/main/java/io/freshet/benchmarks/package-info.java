/** System benchmarks and the plain jobs they compare with. Not on the class path of any server. */
@NullMarked
package io.freshet.benchmarks;

import org.jspecify.annotations.NullMarked;
