/**
 * Looks at release directories and makes them from foreign weights, for the {@code release}
 * command.
 *
 * <p>In: directories of releases, safetensors files. Out: lines of text, and new release
 * directories. Remembered: nothing.
 */
@NullMarked
package io.freshet.cli.release;

import org.jspecify.annotations.NullMarked;
