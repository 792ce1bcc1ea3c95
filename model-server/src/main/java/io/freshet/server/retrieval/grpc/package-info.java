/**
 * Recommendations and neighbors over gRPC, by the rules of {@link
 * io.freshet.server.retrieval.http}: the same keys, limits, filters and error codes. Comes in:
 * messages of {@code retrieval.proto}. Remembers nothing. Bounds: as over HTTP, and the size of a
 * message.
 */
@NullMarked
package io.freshet.server.retrieval.grpc;

import org.jspecify.annotations.NullMarked;
