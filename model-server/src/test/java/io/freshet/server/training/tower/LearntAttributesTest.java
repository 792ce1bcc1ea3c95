package io.freshet.server.training.tower;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.UserTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LearntAttributesTest {
  private static final int USERS = 100;

  private final List<String> ids =
      IntStream.range(0, USERS).mapToObj(user -> "user-" + user).toList();
  private final Map<String, List<String>> attributes = new HashMap<>();

  @Test
  void thoseOfEnoughUsersAreLearntTheMostFrequentFirst() {
    give(0, 20, "plan=free");
    give(20, 100, "country=SE");
    give(30, 50, "age=25-34");
    give(0, 19, "plan=premium");
    assertThat(LearntAttributes.of(log(USERS)))
        .containsExactly("country=SE", "age=25-34", "plan=free");
  }

  @Test
  void usersCountOnceAndOnlyIfTheyDidSomething() {
    give(0, 20, "plan=free");
    give(80, 100, "plan=premium");
    assertThat(LearntAttributes.of(log(99))).containsExactly("plan=free");
    assertThat(LearntAttributes.of(log(USERS).before(19))).isEmpty();
    assertThat(LearntAttributes.of(log(USERS).before(20))).containsExactly("plan=free");
  }

  @Test
  void ofTooManyThoseOfMostUsersAreKept() {
    for (int k = 0; k < 1_000; k++) {
      give(0, k < 10 ? 90 : 80, "a%03d=x".formatted(999 - k));
    }
    assertThat(LearntAttributes.of(log(USERS)))
        .hasSize(LearntAttributes.MOST)
        .startsWith("a990=x", "a991=x")
        .contains("a999=x", "a000=x")
        .doesNotContain("a989=x");
  }

  private void give(int from, int to, String name) {
    for (int user = from; user < to; user++) {
      attributes.computeIfAbsent(ids.get(user), id -> new ArrayList<>()).add(name);
    }
  }

  /** Each of the first users does two things. */
  private EventLog log(int users) {
    int[] who = IntStream.range(0, 2 * users).map(event -> event % users).toArray();
    long[] times = IntStream.range(0, who.length).asLongStream().toArray();
    return new EventLog(ids, who, new int[who.length], times, new float[who.length])
        .withUsers(UserTable.of(ids, attributes));
  }
}
