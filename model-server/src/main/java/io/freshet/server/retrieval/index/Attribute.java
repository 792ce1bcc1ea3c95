package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

/**
 * One value that items are listed under.
 *
 * @param name {@link #CREATOR}, {@link #GENRE}, or {@link #OTHER} and the name of a free attribute
 */
public record Attribute(String name, String value) {
  /** Name under which creators are listed. */
  public static final String CREATOR = "creator";

  /** Name under which genres are listed. */
  public static final String GENRE = "genre";

  /** Put before the name of a free attribute. */
  public static final String OTHER = "attributes.";

  public Attribute {
    requireNonNull(name, "name is null");
    requireNonNull(value, "value is null");
  }
}
