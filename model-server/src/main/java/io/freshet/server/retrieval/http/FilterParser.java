package io.freshet.server.retrieval.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.server.retrieval.filter.Field;
import io.freshet.server.retrieval.filter.Filter;
import io.freshet.server.retrieval.filter.Filter.AllOf;
import io.freshet.server.retrieval.filter.Filter.AnyOf;
import io.freshet.server.retrieval.filter.Filter.Between;
import io.freshet.server.retrieval.filter.Filter.Not;
import io.freshet.server.retrieval.filter.Filter.OneOf;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Filters as clients write them:
 *
 * <pre>
 * {"all": [filter, ...]}, {"any": [filter, ...]}, {"not": filter}
 * {"field": name, "is": text}, {"field": name, "in": [text, ...]}
 * {"field": name, "gt" or "gte": bound, "lt" or "lte": bound}
 * </pre>
 *
 * A bound is a number, or for {@code released_at} a time like {@code 2026-01-31T00:00:00Z}. One
 * owner: counts what it has read of one filter.
 */
public final class FilterParser {
  static final int MAX_DEPTH = 8;
  static final int MAX_PARTS = 256;
  static final int MAX_VALUES = 1000;

  private static final Set<String> BOUNDS = Set.of("gt", "gte", "lt", "lte");

  private int parts;

  private FilterParser() {}

  /**
   * The filter that a text is.
   *
   * @throws RequestException when it is none
   */
  public static Filter parse(String json) {
    return parse(Body.json(json.getBytes(UTF_8)));
  }

  static Filter parse(JsonNode node) {
    return new FilterParser().filter(node, 1);
  }

  private Filter filter(JsonNode node, int depth) {
    if (depth > MAX_DEPTH) {
      throw invalid("it is more than %d deep".formatted(MAX_DEPTH));
    }
    parts++;
    if (parts > MAX_PARTS) {
      throw invalid("it has more than %d parts".formatted(MAX_PARTS));
    }
    if (!node.isObject()) {
      throw invalid("a filter must be an object (%s)".formatted(node));
    }
    if (node.has("field")) {
      return condition(node);
    }
    if (node.size() != 1) {
      throw invalid("a filter has either field, all, any or not");
    }
    String name = node.fieldNames().next();
    JsonNode value = node.get(name);
    return switch (name) {
      case "all" -> new AllOf(filters(value, depth));
      case "any" -> new AnyOf(filters(value, depth));
      case "not" -> new Not(filter(value, depth + 1));
      default -> throw invalid("a filter has either field, all, any or not (%s)".formatted(name));
    };
  }

  private List<Filter> filters(JsonNode list, int depth) {
    if (!list.isArray()) {
      throw invalid("all and any take a list of filters (%s)".formatted(list));
    }
    List<Filter> filters = new ArrayList<>(list.size());
    list.forEach(it -> filters.add(filter(it, depth + 1)));
    return filters;
  }

  private static Filter condition(JsonNode node) {
    Field field = field(Body.text("field", node.get("field")));
    if (node.has("is") && node.size() == 2) {
      return new OneOf(field, Set.of(Body.text("is", node.get("is"))));
    }
    if (node.has("in") && node.size() == 2) {
      return new OneOf(field, Set.copyOf(Body.texts("in", node.get("in"), MAX_VALUES)));
    }
    return range(field, node);
  }

  private static Field field(String name) {
    try {
      return new Field(name);
    } catch (IllegalArgumentException e) {
      throw new RequestException(ErrorCode.INVALID_FILTER, String.valueOf(e.getMessage()));
    }
  }

  private static Filter range(Field field, JsonNode node) {
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    int bounds = 0;
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (BOUNDS.contains(name)) {
        bounds++;
        double bound = bound(field, node.get(name));
        least = Math.max(least, lowest(name, bound));
        most = Math.min(most, highest(name, bound));
      }
    }
    if (bounds == 0 || bounds != node.size() - 1) {
      throw invalid("a field has either is, in, or some of gt, gte, lt, lte");
    }
    if (!field.isNumber()) {
      throw invalid("%s has no order; use is or in".formatted(field.name()));
    }
    return new Between(field, least, most);
  }

  private static double lowest(String name, double bound) {
    return switch (name) {
      case "gt" -> Math.nextUp(bound);
      case "gte" -> bound;
      default -> Double.NEGATIVE_INFINITY;
    };
  }

  private static double highest(String name, double bound) {
    return switch (name) {
      case "lt" -> Math.nextDown(bound);
      case "lte" -> bound;
      default -> Double.POSITIVE_INFINITY;
    };
  }

  private static double bound(Field field, JsonNode bound) {
    if (bound.isNumber() && Double.isFinite(bound.doubleValue())) {
      return bound.doubleValue();
    }
    if (field.equals(Field.RELEASED_AT) && bound.isTextual()) {
      try {
        return Instant.parse(bound.textValue()).toEpochMilli();
      } catch (DateTimeException | ArithmeticException e) {
        throw invalid("not a time like 2026-01-31T00:00:00Z (%s)".formatted(bound.textValue()));
      }
    }
    throw invalid("a bound must be a number, or a time of released_at (%s)".formatted(bound));
  }

  private static RequestException invalid(String why) {
    return new RequestException(ErrorCode.INVALID_FILTER, "Cannot filter: " + why);
  }
}
