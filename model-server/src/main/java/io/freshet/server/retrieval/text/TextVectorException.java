package io.freshet.server.retrieval.text;

/** The inference server gave no vector for a text; the message is for the client. */
public final class TextVectorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TextVectorException(String message) {
    super(message);
  }

  TextVectorException(String message, Throwable cause) {
    super(message, cause);
  }
}
