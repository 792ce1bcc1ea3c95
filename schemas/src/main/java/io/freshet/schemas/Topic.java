package io.freshet.schemas;

import static java.util.Objects.requireNonNull;

import org.apache.avro.Schema;
import org.jspecify.annotations.NullMarked;

/**
 * One Kafka topic of the system.
 *
 * @param name full name, prefix included
 * @param key what the key's UTF-8 bytes are
 * @param partitions how many partitions it is created with
 * @param cleanup what Kafka does with old records
 * @param schema Avro schema of the value
 */
@NullMarked
public record Topic(String name, Key key, int partitions, Cleanup cleanup, Schema schema) {
  /** What the key of a topic's records names. */
  public enum Key {
    USER_ID,
    ITEM_ID,
    RELEASE,
    /** The key of the record that was refused. */
    ORIGINAL
  }

  /** Kafka's cleanup policy; {@link #policy} is its value of {@code cleanup.policy}. */
  public enum Cleanup {
    COMPACT("compact"),
    DELETE("delete");

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }

    /** Value of the topic setting {@code cleanup.policy}. */
    public String policy() {
      return policy;
    }
  }

  public Topic {
    requireNonNull(name, "name is null");
    requireNonNull(key, "key is null");
    requireNonNull(cleanup, "cleanup is null");
    requireNonNull(schema, "schema is null");
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "Cannot describe topic %s: partitions must be at least 1 (%d)"
              .formatted(name, partitions));
    }
  }

  /** Where records of this topic go that could not be used. */
  public String deadLetters() {
    return name + ".dlq";
  }
}
