/**
 * The {@code freshet} command: {@link io.freshet.cli.Main} and one class per subcommand.
 *
 * <p>In: arguments. Out: text on standard output (one JSON object with {@code --json}), what went
 * wrong on standard error, and an exit code: 0 done, 1 failed, 2 wrong usage. Remembered: nothing.
 */
@NullMarked
package io.freshet.cli;

import org.jspecify.annotations.NullMarked;
