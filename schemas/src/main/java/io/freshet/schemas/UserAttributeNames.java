package io.freshet.schemas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a user's attributes are called wherever models learn and answer by them: {@code country=SE},
 * {@code age=25-34}, and the free ones by their own names, such as {@code plan=premium}. Values are
 * taken as they are written: {@code SE} and {@code se} are two.
 *
 * <p>Bounded: at most {@link #MOST} of a user, each of at most {@link #MOST_CHARACTERS}; what is
 * longer is left out, since cut values could no longer be told apart. So are those without a name
 * or a value, and free ones with {@code =} in their names.
 */
public final class UserAttributeNames {
  /** Most attributes of a user; country and age come first, then the free ones by name. */
  public static final int MOST = 32;

  /** Most characters of one, with its name. */
  public static final int MOST_CHARACTERS = 100;

  private static final String COUNTRY = "country";
  private static final String AGE = "age";

  private UserAttributeNames() {}

  /** The names of what is set, each once, in an order that depends on nothing else. */
  public static List<String> of(UserAttributes user) {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, COUNTRY, user.getCountry());
    put(values, AGE, user.getAgeBucket());
    // A free attribute of the same name as a field would contradict it.
    new TreeMap<>(user.getAttributes()).forEach((name, value) -> put(values, name, value));
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + value.getValue())
        .filter(name -> name.length() <= MOST_CHARACTERS)
        .limit(MOST)
        .toList();
  }

  private static void put(Map<String, String> values, String name, @Nullable String value) {
    boolean isNamed = !name.isBlank() && !name.contains("=");
    if (isNamed && value != null && !value.isBlank()) {
      values.putIfAbsent(name, value);
    }
  }
}
