/**
 * Answers over HTTP/1.1 as JSON. Comes in: GET requests, ids percent-encoded in the path, of any
 * characters but NUL, which Jetty refuses, and POST requests with one JSON object. Goes out:
 * answers with the index they come from, errors as {@code {"error":{"code","message"}}} with a code
 * of {@link io.freshet.server.retrieval.http.ErrorCode}, metrics, and the description of all of it,
 * {@code openapi.json}. Remembers nothing. Bounds: items per answer, types, exclusions and filters
 * per question, bytes of a body, time of a search, threads.
 */
@NullMarked
package io.freshet.server.retrieval.http;

import org.jspecify.annotations.NullMarked;
