package io.freshet.cli.doctor;

import io.freshet.registry.RegistryConfig;
import io.freshet.registry.RegistrySubjects;
import io.freshet.registry.SchemaRegistryException;
import io.freshet.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/** Checks that what others register for the topics we read can be read with our schemas. */
public final class SchemaChecks {
  private SchemaChecks() {}

  /**
   * A finding for each topic.
   *
   * @param inputs topics that others write
   */
  public static List<Finding> all(RegistryConfig registry, Collection<Topic> inputs) {
    List<Finding> findings = new ArrayList<>();
    RegistrySubjects subjects = new RegistrySubjects(registry);
    try {
      for (Topic topic : inputs) {
        findings.add(topic(topic, subjects.latest(topic.name() + "-value")));
      }
    } catch (SchemaRegistryException e) {
      findings.add(
          Finding.failure(
              String.valueOf(e.getMessage()),
              "Check the address, the interface and the credentials."));
    }
    return findings;
  }

  private static Finding topic(Topic topic, Optional<Schema> written) {
    if (written.isEmpty()) {
      return Finding.ok("no schema is registered for %s: ours is expected".formatted(topic.name()));
    }
    SchemaPairCompatibility found =
        SchemaCompatibility.checkReaderWriterCompatibility(topic.schema(), written.get());
    return found.getType() == SchemaCompatibilityType.COMPATIBLE
        ? Finding.ok("the registered schema of %s can be read".formatted(topic.name()))
        : Finding.failure(
            "the registered schema of %s cannot be read: %s"
                .formatted(
                    topic.name(),
                    found.getResult().getIncompatibilities().stream()
                        .map(each -> each.getMessage() + " at " + each.getLocation())
                        .toList()),
            "Give new fields of the writer the names and types of docs/topics.md, or let us have defaults.");
  }
}
