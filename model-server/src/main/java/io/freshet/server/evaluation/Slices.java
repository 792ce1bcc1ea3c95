package io.freshet.server.evaluation;

import io.freshet.server.snapshot.EventLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The slices of a report: by how much a user did before the split, by an item's type, for users who
 * had none of that type before, and by how many users an item had.
 */
final class Slices {
  /** The slice that tables show. */
  static final String WARM_USERS = "warm users";

  private static final int[] HISTORY_BUCKETS = {0, 1, 5, 10, 20, 50};
  private static final int[] ITEM_BUCKETS = {1, 5, 10, 20, 50, 100};

  private final EvaluationData data;
  private final int[] lengths;
  private final int[] itemUsers;

  /** Types that each user had items of before the split. */
  private final BitSet[] metTypes;

  Slices(EvaluationData data) {
    this.data = data;
    EventLog before = data.events().before(data.splitAt());
    RankingTask task = data.warm();
    lengths = new int[before.userIds().size()];
    for (int user = 0; user < lengths.length; user++) {
      lengths[user] = task.eventsBefore(user);
    }
    itemUsers = ItemUsers.before(before, data.items().size(), data.splitAt());
    metTypes = metTypes(before, data.items().itemTypes());
  }

  private static BitSet[] metTypes(EventLog before, int[] itemTypes) {
    BitSet[] met = new BitSet[before.userIds().size()];
    Arrays.setAll(met, user -> new BitSet());
    for (int event = 0; event < before.size(); event++) {
      met[before.user(event)].set(itemTypes[before.item(event)]);
    }
    return met;
  }

  /** A slice and what it is called. */
  record Named(String name, Ranking.Slice slice) {}

  boolean isWarm(int user) {
    return lengths[user] >= EvaluationData.WARM_USER;
  }

  /** Slices of the ranking among warm items; the first is what tables show. */
  List<Named> warm() {
    List<Named> slices = new ArrayList<>();
    slices.add(new Named(WARM_USERS, (user, target) -> isWarm(user)));
    slices.add(new Named("all users", (user, target) -> true));
    slices.add(new Named("cold users", (user, target) -> !isWarm(user)));
    if (data.items().types().size() > 1) {
      for (int type = 0; type < data.items().types().size(); type++) {
        addType(slices, type);
      }
    }
    addBuckets(slices, "history", HISTORY_BUCKETS, (user, target) -> lengths[user]);
    addBuckets(slices, "item users", ITEM_BUCKETS, (user, target) -> itemUsers[target]);
    return slices;
  }

  /** Targets of a type; and those of users who knew other types only: cold in this one. */
  private void addType(List<Named> slices, int type) {
    String name = data.items().types().get(type);
    int[] types = data.items().itemTypes();
    slices.add(new Named("type " + name, (user, target) -> types[target] == type));
    slices.add(
        new Named(
            "new to type " + name,
            (user, target) ->
                types[target] == type && !metTypes[user].get(type) && !metTypes[user].isEmpty()));
  }

  private interface Amount {
    int of(int user, int target);
  }

  private static void addBuckets(List<Named> slices, String name, int[] buckets, Amount amount) {
    for (int k = 0; k < buckets.length; k++) {
      int from = buckets[k];
      boolean isLast = k == buckets.length - 1;
      int to = isLast ? Integer.MAX_VALUE : buckets[k + 1];
      String range = isLast ? from + "+" : to == from + 1 ? "" + from : from + "-" + (to - 1);
      slices.add(
          new Named(
              name + " " + range,
              (user, target) -> amount.of(user, target) >= from && amount.of(user, target) < to));
    }
  }
}
