package io.freshet.server.evaluation.baseline;

import io.freshet.server.snapshot.EventLog;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Which users had which items, once each. Immutable. */
final class UserItems {
  private final int[][] itemsOfUser;
  private final int[][] usersOfItem;

  private UserItems(int[][] itemsOfUser, int[][] usersOfItem) {
    this.itemsOfUser = itemsOfUser;
    this.usersOfItem = usersOfItem;
  }

  static UserItems empty() {
    return new UserItems(new int[0][], new int[0][]);
  }

  /** Of all events of a log. */
  static UserItems of(EventLog events, int items) {
    BitSet[] sets = new BitSet[events.userIds().size()];
    for (int event = 0; event < events.size(); event++) {
      int user = events.user(event);
      sets[user] = sets[user] == null ? new BitSet() : sets[user];
      sets[user].set(events.item(event));
    }
    int[][] itemsOfUser = new int[sets.length][];
    int[] counts = new int[items];
    for (int user = 0; user < sets.length; user++) {
      itemsOfUser[user] = sets[user] == null ? new int[0] : sets[user].stream().toArray();
      for (int item : itemsOfUser[user]) {
        counts[item]++;
      }
    }
    return new UserItems(itemsOfUser, transposed(itemsOfUser, counts));
  }

  private static int[][] transposed(int[][] itemsOfUser, int[] counts) {
    int[][] usersOfItem = new int[counts.length][];
    for (int item = 0; item < counts.length; item++) {
      usersOfItem[item] = new int[counts[item]];
    }
    int[] sizes = new int[counts.length];
    for (int user = 0; user < itemsOfUser.length; user++) {
      for (int item : itemsOfUser[user]) {
        usersOfItem[item][sizes[item]++] = user;
      }
    }
    return usersOfItem;
  }

  /** Items of a user, ascending; not to be written to. */
  int[] items(int user) {
    return itemsOfUser[user];
  }

  /** Users of an item, ascending; not to be written to. */
  int[] users(int item) {
    return usersOfItem[item];
  }

  /** Number of items. */
  int itemCount() {
    return usersOfItem.length;
  }

  /** Number of users. */
  int size() {
    return itemsOfUser.length;
  }

  /** The items with the most users, at most so many, each with at least so many; ascending. */
  int[] mostUsed(int limit, int leastUsers) {
    int[] used =
        IntStream.range(0, usersOfItem.length)
            .filter(item -> usersOfItem[item].length >= leastUsers)
            .boxed()
            .sorted((one, other) -> usersOfItem[other].length - usersOfItem[one].length)
            .limit(limit)
            .mapToInt(Integer::intValue)
            .toArray();
    Arrays.sort(used);
    return used;
  }
}
