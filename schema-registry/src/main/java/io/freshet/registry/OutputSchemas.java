package io.freshet.registry;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * How the records are framed that are written, and where the ids come from.
 *
 * @param framing what stands around a record
 * @param registry how the registry is reached
 */
public record OutputSchemas(OutputFraming framing, RegistryConfig registry)
    implements Serializable {
  public OutputSchemas {
    requireNonNull(framing, "framing is null");
    requireNonNull(registry, "registry is null");
    if (framing != OutputFraming.SINGLE_OBJECT
        && (!registry.isPresent() || registry.api() != RegistryApi.CONFLUENT)) {
      throw new IllegalArgumentException(
          "Cannot configure schemas: output-framing %s needs registry-url of a Confluent interface (%s)"
              .formatted(framing, registry));
    }
  }

  /** Single objects. */
  public static OutputSchemas defaults() {
    return new OutputSchemas(OutputFraming.SINGLE_OBJECT, RegistryConfig.defaults());
  }
}
