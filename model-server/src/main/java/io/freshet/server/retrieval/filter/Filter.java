package io.freshet.server.retrieval.filter;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.index.CatalogEntry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which items are wanted, by what the catalogue says of them. Immutable. */
public sealed interface Filter {
  /** Accepts every item. */
  Filter ALL = new AllOf(List.of());

  /** Whether an item of this entry is wanted. */
  boolean accepts(CatalogEntry entry);

  /** Accepts what every part accepts; without parts, everything. */
  record AllOf(List<Filter> parts) implements Filter {
    public AllOf {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean accepts(CatalogEntry entry) {
      for (Filter part : parts) {
        if (!part.accepts(entry)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Accepts what some part accepts; without parts, nothing. */
  record AnyOf(List<Filter> parts) implements Filter {
    public AnyOf {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean accepts(CatalogEntry entry) {
      for (Filter part : parts) {
        if (part.accepts(entry)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Accepts what the part does not. */
  record Not(Filter part) implements Filter {
    public Not {
      requireNonNull(part, "part is null");
    }

    @Override
    public boolean accepts(CatalogEntry entry) {
      return !part.accepts(entry);
    }
  }

  /** Accepts items of which some value of the field is one of these, as {@link Field} compares. */
  record OneOf(Field field, Set<String> values) implements Filter {
    public OneOf {
      requireNonNull(field, "field is null");
      values = values.stream().map(field::normal).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean accepts(CatalogEntry entry) {
      return field.isOneOf(entry, values);
    }
  }

  /**
   * Accepts items whose field is a number within these bounds, both included; never one without a
   * number.
   *
   * @param least lowest number accepted; minus infinity for none
   * @param most highest number accepted; infinity for none
   */
  record Between(Field field, double least, double most) implements Filter {
    public Between {
      requireNonNull(field, "field is null");
      if (Double.isNaN(least) || Double.isNaN(most)) {
        throw new IllegalArgumentException(
            "Cannot filter by %s: a bound is not a number (%s, %s)".formatted(field, least, most));
      }
    }

    @Override
    public boolean accepts(CatalogEntry entry) {
      double number = field.number(entry);
      return number >= least && number <= most;
    }
  }
}
