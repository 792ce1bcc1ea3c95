package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.ConfigKey.Kind;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a component's configuration from keys and values. Each read takes its key out; {@link
 * #finish} refuses the keys that nobody took, so that a misspelt one is never silently ignored.
 *
 * <p>Durations are a number and one of {@code ms s m h d}, such as {@code 90d}, or ISO 8601. One
 * thread.
 */
public final class ConfigReader {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");

  private final Map<String, String> unread;
  private final List<ConfigKey> keys = new ArrayList<>();

  /** Reads from a copy of the map. */
  public ConfigReader(Map<String, String> values) {
    unread = new TreeMap<>(requireNonNull(values, "values is null"));
  }

  /**
   * Keys and values of command-line arguments {@code --key value}.
   *
   * @throws IllegalArgumentException when they are anything else, or name a key twice
   */
  public static Map<String, String> arguments(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String key = arguments[i];
      if (!key.startsWith("--") || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            "Cannot read arguments: expected --key value (%s)".formatted(key));
      }
      if (values.put(key.substring(2), arguments[i + 1]) != null) {
        throw new IllegalArgumentException(
            "Cannot read arguments: key given twice (%s)".formatted(key));
      }
    }
    return values;
  }

  /** Text under the key. */
  public String text(String key, String fallback) {
    keys.add(ConfigKey.of(key, Kind.TEXT, fallback));
    return read(key, fallback, value -> value);
  }

  /** Whole number under the key. */
  public int integer(String key, int fallback) {
    keys.add(ConfigKey.of(key, Kind.WHOLE_NUMBER, fallback));
    return read(key, fallback, Integer::valueOf);
  }

  /** Number under the key. */
  public double number(String key, double fallback) {
    keys.add(ConfigKey.of(key, Kind.NUMBER, fallback));
    return read(key, fallback, Double::valueOf);
  }

  /** Duration under the key. */
  public Duration duration(String key, Duration fallback) {
    keys.add(ConfigKey.of(key, fallback));
    return read(key, fallback, ConfigReader::parseDuration);
  }

  /** Enum constant under the key, written in lower case with hyphens. */
  public <E extends Enum<E>> E constant(String key, E fallback) {
    keys.add(ConfigKey.of(key, fallback));
    return read(
        key,
        fallback,
        value ->
            Enum.valueOf(
                fallback.getDeclaringClass(), value.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  /** All entries whose keys start with the prefix; the prefix is taken off. */
  public Map<String, String> under(String prefix) {
    keys.add(ConfigKey.of(prefix + ConfigKey.ANY, Kind.TEXT, ""));
    return taken(prefix);
  }

  private Map<String, String> taken(String prefix) {
    Map<String, String> found = new TreeMap<>();
    unread.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    found.keySet().forEach(name -> unread.remove(prefix + name));
    return found;
  }

  /** All durations whose keys start with the prefix; the prefix is taken off. */
  public Map<String, Duration> durationsUnder(String prefix) {
    Map<String, Duration> found = new TreeMap<>();
    keys.add(ConfigKey.of(prefix + ConfigKey.ANY, Kind.DURATION, ""));
    taken(prefix)
        .forEach(
            (name, value) ->
                found.put(name, parse(prefix + name, value, ConfigReader::parseDuration)));
    return found;
  }

  /** What was asked for so far, in that order, whether it was there or not. */
  public List<ConfigKey> keys() {
    return List.copyOf(keys);
  }

  /**
   * Ends the reading.
   *
   * @throws IllegalArgumentException when a key was not read
   */
  public void finish() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot configure: unknown keys (%s)".formatted(new TreeSet<>(unread.keySet())));
    }
  }

  private <T> T read(String key, T fallback, Function<String, T> parser) {
    String value = unread.remove(key);
    return value == null ? fallback : parse(key, value, parser);
  }

  private static <T> T parse(String key, String value, Function<String, T> parser) {
    try {
      return parser.apply(value.trim());
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IllegalArgumentException(
          "Cannot configure %s: not a value of its kind (%s)".formatted(key, value), e);
    }
  }

  private static Duration parseDuration(String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      return Duration.parse(value);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
