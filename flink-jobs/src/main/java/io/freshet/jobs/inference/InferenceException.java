package io.freshet.jobs.inference;

import org.jspecify.annotations.Nullable;

/** A whole request failed: the server stayed away or refused it. Says nothing about one item. */
public final class InferenceException extends RuntimeException {
  /**
   * @param message what could not be done and why
   * @param cause what the transport said, if it was the transport
   */
  public InferenceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
