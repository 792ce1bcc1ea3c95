package io.freshet.registry;

/** How records are framed that are written. */
public enum OutputFraming {
  /** Avro's single-object encoding; no registry is asked. */
  SINGLE_OBJECT,
  /** Confluent's, with the id that the registry gave to the schema before. */
  CONFLUENT_LOOK_UP,
  /** Confluent's; a schema that the registry does not have is registered. */
  CONFLUENT_REGISTER
}
