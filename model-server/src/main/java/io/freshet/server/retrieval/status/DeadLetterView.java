package io.freshet.server.retrieval.status;

import io.freshet.server.retrieval.status.Status.DeadLetterTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Dead letters: how many there are, and what was read of them. One owner. */
final class DeadLetterView {
  private final DeadLetterLog log;
  private final CounterWindow written =
      new CounterWindow(Duration.ofMinutes(10), Duration.ofSeconds(10));

  DeadLetterView(DeadLetterLog log) {
    this.log = log;
  }

  Status.DeadLetters read(Instant now, Map<String, TopicEnds> ends) {
    List<DeadLetterTopic> topics =
        ends.entrySet().stream()
            .filter(it -> WatchedTopics.isDeadLetters(it.getKey()) && it.getValue().kept() > 0)
            .sorted(Map.Entry.comparingByKey())
            .map(it -> topic(WatchedTopics.original(it.getKey()), it.getValue()))
            .toList();
    if (!ends.isEmpty()) {
      written.add(
          now,
          ends.entrySet().stream()
              .filter(it -> WatchedTopics.isDeadLetters(it.getKey()))
              .mapToDouble(it -> (double) it.getValue().end())
              .sum());
    }
    return new Status.DeadLetters(
        topics.stream().mapToLong(DeadLetterTopic::kept).sum(),
        written.overall().map(it -> Math.round(it.growth()[0])).orElse(0L),
        log.reasons(),
        topics,
        log.newest());
  }

  private DeadLetterTopic topic(String name, TopicEnds ends) {
    return new DeadLetterTopic(name, ends.kept(), log.reasons(name));
  }
}
