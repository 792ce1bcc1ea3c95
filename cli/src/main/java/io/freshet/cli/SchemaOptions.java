package io.freshet.cli;

import io.freshet.registry.InputSchemas;
import io.freshet.registry.RegistryApi;
import io.freshet.registry.RegistryConfig;
import io.freshet.schemas.wire.Framing;
import picocli.CommandLine.Option;

/** How records are framed that are read, and where their schemas are. */
final class SchemaOptions {
  /** Environment variable with {@code user:password} of the registry. */
  static final String CREDENTIALS = "FRESHET_SCHEMA_REGISTRY_CREDENTIALS";

  @Option(
      names = "--schema-framing",
      defaultValue = "AUTO",
      paramLabel = "FRAMING",
      description = "What stands around records: ${COMPLETION-CANDIDATES} (default: AUTO).")
  private Framing framing = Framing.AUTO;

  @Option(
      names = "--schema-registry",
      defaultValue = "",
      paramLabel = "URL",
      description = "Schema registry, with the path of its interface (default: none).")
  private String registry = "";

  @Option(
      names = "--schema-registry-api",
      defaultValue = "CONFLUENT",
      paramLabel = "API",
      description = "Its interface: ${COMPLETION-CANDIDATES} (default: CONFLUENT).")
  private RegistryApi api = RegistryApi.CONFLUENT;

  @Option(
      names = "--schema-directory",
      defaultValue = "",
      paramLabel = "DIR",
      description = "Directory of schema files, looked in before the registry (default: none).")
  private String directory = "";

  /** Credentials come from the environment, so that no list of processes shows them. */
  InputSchemas inputs() {
    String credentials = System.getenv().getOrDefault(CREDENTIALS, "");
    return new InputSchemas(
        framing, directory, RegistryConfig.defaults().at(registry).with(api, credentials));
  }
}
