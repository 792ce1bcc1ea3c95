/**
 * What a savepoint or checkpoint holds, read from its metadata: operators, the names of their
 * states and their sizes. Nothing is restored and nothing changed.
 */
@NullMarked
package io.freshet.cli.state;

import org.jspecify.annotations.NullMarked;
