package io.freshet.server.retrieval.filter;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.index.Attribute;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.ItemAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field of the catalogue that filters can name.
 *
 * <p>Values are compared as they are, but for two. A language matches when it is the tag or begins
 * with it ("en" accepts "en-GB"), whatever the case, as RFC 4647 filters. A market matches items
 * restricted to it and items restricted to none, whatever the case.
 *
 * @param name as clients write it: one of {@link #NAMES} or {@code attributes.} and a name
 */
public record Field(String name) {
  /** The fixed names. */
  public static final List<String> NAMES =
      List.of("type", "language", "market", "creator", "genre", "released_at", "duration_ms");

  public static final Field TYPE = new Field("type");
  public static final Field LANGUAGE = new Field("language");
  public static final Field MARKET = new Field("market");
  public static final Field CREATOR = new Field(Attribute.CREATOR);
  public static final Field GENRE = new Field(Attribute.GENRE);
  public static final Field RELEASED_AT = new Field("released_at");
  public static final Field DURATION_MS = new Field("duration_ms");

  public Field {
    requireNonNull(name, "name is null");
    if (!NAMES.contains(name) && !isFree(name)) {
      throw new IllegalArgumentException(
          "Cannot filter by %s: no such field; there are %s and attributes.NAME"
              .formatted(name, String.join(", ", NAMES)));
    }
  }

  /** A free attribute of the catalogue's owner. */
  public static Field attribute(String attribute) {
    return new Field(Attribute.OTHER + attribute);
  }

  /** The attribute under which items are listed by this field; empty when they are not. */
  Optional<Attribute> listedAs(String value) {
    return equals(CREATOR) || equals(GENRE) || isFree(name)
        ? Optional.of(new Attribute(name, value))
        : Optional.empty();
  }

  /** The value in the form in which it is compared. */
  String normal(String value) {
    if (equals(LANGUAGE)) {
      return value.toLowerCase(Locale.ROOT);
    }
    return equals(MARKET) ? value.toUpperCase(Locale.ROOT) : value;
  }

  /** Whether the entry has one of these values, which are {@link #normal}. */
  boolean isOneOf(CatalogEntry entry, Set<String> values) {
    ItemAttributes attributes = entry.attributes();
    return switch (name) {
      case "type" -> values.contains(entry.type());
      case "language" -> isLanguage(attributes.language(), values);
      case "market" -> attributes.markets().isEmpty() || hasOneOf(attributes.markets(), values);
      case "creator" -> hasOneOf(attributes.creators(), values);
      case "genre" -> hasOneOf(attributes.genres(), values);
      case "released_at", "duration_ms" -> false;
      default -> {
        String value = attributes.others().get(freeName());
        yield value != null && values.contains(value);
      }
    };
  }

  /** The entry's number, times in milliseconds since 1970; NaN when it has none. */
  double number(CatalogEntry entry) {
    ItemAttributes attributes = entry.attributes();
    return switch (name) {
      case "released_at" -> {
        Instant releasedAt = attributes.releasedAt();
        yield releasedAt == null ? Double.NaN : releasedAt.toEpochMilli();
      }
      case "duration_ms" -> {
        Long millis = attributes.durationMillis();
        yield millis == null ? Double.NaN : millis;
      }
      case "type", "language", "market", "creator", "genre" -> Double.NaN;
      default -> parsed(attributes.others().get(freeName()));
    };
  }

  /** Whether {@link #number} can be one. */
  public boolean isNumber() {
    return equals(RELEASED_AT) || equals(DURATION_MS) || isFree(name);
  }

  private String freeName() {
    return name.substring(Attribute.OTHER.length());
  }

  private static boolean isFree(String name) {
    return name.startsWith(Attribute.OTHER) && name.length() > Attribute.OTHER.length();
  }

  private static boolean hasOneOf(Iterable<String> held, Set<String> values) {
    for (String value : held) {
      if (values.contains(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLanguage(@Nullable String language, Set<String> values) {
    String prefix = language;
    while (prefix != null) {
      if (values.contains(prefix)) {
        return true;
      }
      int end = prefix.lastIndexOf('-');
      prefix = end < 0 ? null : prefix.substring(0, end);
    }
    return false;
  }

  private static double parsed(@Nullable String value) {
    if (value == null) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
