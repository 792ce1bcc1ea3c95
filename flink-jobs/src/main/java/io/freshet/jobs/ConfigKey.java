package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A key of a job's configuration, as the job asks for it.
 *
 * @param key such as {@code edge.top-k}; where any name may follow, it ends with {@link #ANY}
 * @param values what it takes, in words
 * @param fallback what holds where it is not given, written as it would be given
 */
public record ConfigKey(String key, String values, String fallback) {
  /** Stands for any name. */
  public static final String ANY = "<name>";

  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
  private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long SECOND_MILLIS = Duration.ofSeconds(1).toMillis();

  /** Kinds of values. */
  enum Kind {
    TEXT,
    WHOLE_NUMBER,
    NUMBER,
    DURATION
  }

  public ConfigKey {
    requireNonNull(key, "key is null");
    requireNonNull(values, "values is null");
    requireNonNull(fallback, "fallback is null");
  }

  static ConfigKey of(String key, Kind kind, Object fallback) {
    return new ConfigKey(key, word(kind.name()).replace('-', ' '), fallback.toString());
  }

  static ConfigKey of(String key, Duration fallback) {
    return of(key, Kind.DURATION, written(fallback.toMillis()));
  }

  static <E extends Enum<E>> ConfigKey of(String key, E fallback) {
    String constants =
        Arrays.stream(fallback.getDeclaringClass().getEnumConstants())
            .map(each -> word(each.name()))
            .collect(Collectors.joining(", "));
    return new ConfigKey(key, constants, word(fallback.name()));
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String written(long millis) {
    if (millis % DAY_MILLIS == 0 && millis > 0) {
      return millis / DAY_MILLIS + "d";
    }
    if (millis % HOUR_MILLIS == 0 && millis > 0) {
      return millis / HOUR_MILLIS + "h";
    }
    if (millis % MINUTE_MILLIS == 0 && millis > 0) {
      return millis / MINUTE_MILLIS + "m";
    }
    return millis % SECOND_MILLIS == 0 ? millis / SECOND_MILLIS + "s" : millis + "ms";
  }
}
