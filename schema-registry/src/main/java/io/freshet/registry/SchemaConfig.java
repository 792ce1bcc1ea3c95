package io.freshet.registry;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.wire.Framing;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Framings and schemas of everything that is read and written.
 *
 * @param inputs how inputs are read
 * @param framings framings of single topics that are read, by the topic's name, where they are
 *     others
 * @param outputs how outputs are written
 */
public record SchemaConfig(
    InputSchemas inputs, Map<String, Framing> framings, OutputSchemas outputs) {
  public SchemaConfig {
    requireNonNull(inputs, "inputs is null");
    requireNonNull(outputs, "outputs is null");
    framings.values().forEach(inputs::with);
    framings =
        framings.entrySet().stream()
            .filter(framing -> framing.getValue() != inputs.framing())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Whatever is found in, single objects out, no registry. */
  public static SchemaConfig defaults() {
    return new SchemaConfig(InputSchemas.defaults(), Map.of(), OutputSchemas.defaults());
  }

  /** How a topic is read. */
  public InputSchemas input(String topic) {
    return inputs.with(framings.getOrDefault(topic, inputs.framing()));
  }
}
