/** Bytes to records and back; refused bytes name themselves and the remedy. */
@NullMarked
package io.freshet.schemas.wire;

import org.jspecify.annotations.NullMarked;
