package io.freshet.schemas.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schemas with which earlier builds wrote our records, so that what lies on the topics stays
 * readable: {@code older/NAME-1.avsc}, {@code NAME-2.avsc} and so on, oldest first. Whoever changes
 * a schema puts the one before there.
 */
final class OlderSchemas {
  private static final String PLACE = "/io/freshet/schemas/older/%s-%d.avsc";

  private OlderSchemas() {}

  /** The earlier schemas of a record, often none. */
  static Schema[] of(Schema current) {
    List<Schema> older = new ArrayList<>();
    try {
      InputStream next = open(current, 1);
      while (next != null) {
        try (InputStream in = next) {
          older.add(new Schema.Parser().parse(in));
        }
        next = open(current, older.size() + 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the older schemas of " + current.getName(), e);
    }
    return older.toArray(Schema[]::new);
  }

  private static @Nullable InputStream open(Schema current, int number) {
    return OlderSchemas.class.getResourceAsStream(PLACE.formatted(current.getName(), number));
  }
}
