/**
 * Answers over HTTP/1.1 as JSON. Comes in: GET requests, ids percent-encoded in the path, of any
 * characters but NUL, which Jetty refuses. Goes out: answers with the index they come from, errors
 * as {@code {"error":{"code","message"}}} with a code of {@link
 * io.freshet.server.retrieval.http.ErrorCode}, and metrics. Remembers nothing. Bounds: items per
 * answer, types per question, threads.
 */
@NullMarked
package io.freshet.server.retrieval.http;

import org.jspecify.annotations.NullMarked;
