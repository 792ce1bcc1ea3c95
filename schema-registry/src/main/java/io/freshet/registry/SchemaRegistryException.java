package io.freshet.registry;

/**
 * A failure of the world: schemas cannot be found out or registered. Not the fault of any record.
 */
public final class SchemaRegistryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SchemaRegistryException(String message) {
    super(message);
  }

  SchemaRegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
