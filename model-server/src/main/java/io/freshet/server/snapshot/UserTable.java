package io.freshet.server.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of the users of an {@link EventLog} beside their events, as of the newest record:
 * attributes change slowly, and no history of them is kept. Immutable.
 *
 * @param attributes per user number the user's attributes, as {@code name=value}; users beyond its
 *     end have none
 */
public record UserTable(List<List<String>> attributes) {
  /** Users of whom nothing is known. */
  public static final UserTable UNKNOWN = new UserTable(List.of());

  public UserTable {
    attributes = attributes.stream().map(List::copyOf).toList();
  }

  /**
   * A table of some users.
   *
   * @param userIds ids by number
   * @param attributes by id; of others too
   */
  public static UserTable of(List<String> userIds, Map<String, List<String>> attributes) {
    if (attributes.isEmpty()) {
      return UNKNOWN;
    }
    Map<String, String> names = new HashMap<>();
    return new UserTable(
        userIds.stream()
            .map(id -> attributes.getOrDefault(id, List.of()))
            .map(ofUser -> ofUser.stream().map(it -> names.computeIfAbsent(it, n -> n)).toList())
            .toList());
  }

  /** Attributes of a user, by number. */
  public List<String> attributes(int user) {
    return user < attributes.size() ? attributes.get(user) : List.of();
  }
}
