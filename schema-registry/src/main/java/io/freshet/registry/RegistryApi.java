package io.freshet.registry;

/** Which interface a registry is asked by, and so which numbers its clients put before records. */
public enum RegistryApi {
  /** Confluent's, which Apicurio, Redpanda and Karapace have as well. */
  CONFLUENT,
  /** Apicurio's own; the ids before records are content ids, the default of its version 3. */
  APICURIO_CONTENT_IDS,
  /** Apicurio's own; the ids before records are global ids, the default of its version 2. */
  APICURIO_GLOBAL_IDS
}
