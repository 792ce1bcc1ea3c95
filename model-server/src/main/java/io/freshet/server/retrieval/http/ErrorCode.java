package io.freshet.server.retrieval.http;

import java.util.Locale;

/** Everything that a request can be answered with except what it asked for. */
public enum ErrorCode {
  INVALID_REQUEST(400),
  INVALID_PARAMETER(400),
  INVALID_FILTER(400),
  INVALID_VECTOR(400),
  UNAUTHORIZED(401),
  FORBIDDEN(403),
  NOT_FOUND(404),
  ITEM_NOT_FOUND(404),
  USER_NOT_FOUND(404),
  RELEASE_NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  RELEASE_NOT_COMPLETE(409),
  RELEASE_NOT_ACTIVE(409),
  RELEASE_FIXED(409),
  SNAPSHOTS_OFF(409),
  TEXT_SEARCH_OFF(409),
  BODY_TOO_LARGE(413),
  INTERNAL(500),
  NOT_READY(503),
  TOO_STALE(503),
  TOO_SLOW(503),
  TOO_MANY_VIEWERS(503),
  SNAPSHOT_FAILED(503),
  TEXT_SEARCH_FAILED(503);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  /** HTTP status that goes with the code. */
  public int status() {
    return status;
  }

  /** The code as clients see it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
