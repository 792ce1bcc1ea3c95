package io.freshet.server.model;

import java.io.IOException;

/** A release directory or weight file that cannot be trusted; the message says why. */
public final class InvalidReleaseException extends IOException {
  private static final long serialVersionUID = 1L;

  InvalidReleaseException(String message) {
    super(message);
  }

  InvalidReleaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
