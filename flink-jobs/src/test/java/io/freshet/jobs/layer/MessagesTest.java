package io.freshet.jobs.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.AggregateChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MessagesTest {
  private static final int LIMIT = 3;

  private final List<AggregateChange> sent = new ArrayList<>();
  private final Messages messages = new Messages(2, LIMIT, this::flush);

  @Test
  void oneItemAndTypeHasOneMessageHoweverOftenItIsNamed() {
    Message tracks = messages.named("a", "track");
    assertThat(messages.named("a", "track")).isSameAs(tracks);
    assertThat(messages.named("a", "album")).isNotSameAs(tracks);
    assertThat(messages.named("b", "track")).isNotSameAs(tracks);
  }

  @Test
  void messageThatNobodyNamesIsForgottenOnceItHasLeft() {
    Message first = messages.named("a", "track");
    Message other = messages.named("a", "album");
    messages.add(first, 1, new double[] {1, 2}, 1);
    messages.release(first);
    assertThat(messages.named("a", "track")).as("it has not left").isSameAs(first);
    messages.release(first);
    flush();

    assertThat(messages.named("a", "track")).isNotSameAs(first);
    assertThat(messages.named("a", "album")).isSameAs(other);
  }

  @Test
  void noMoreThanTheLimitAreHeld() {
    for (int item = 0; item <= LIMIT; item++) {
      messages.add(messages.named("item-" + item, "track"), 1, new double[] {1, 0}, 1);
    }
    assertThat(sent).hasSize(LIMIT);
    assertThat(messages.size()).isEqualTo(1);
  }

  @Test
  void sumsAndEdgesOfAMessageAreThoseOfAllThatWasAdded() {
    Message message = messages.named("a", "track");
    messages.add(message, .5, new double[] {2, 4}, 1);
    messages.add(message, -2, new double[] {1, 0}, -1);
    messages.add(message, 1, new double[] {0, 1}, 1);
    messages.oldest(message, 7);
    messages.oldest(message, 9);
    assertThat(messages.differences()).isEqualTo(3);
    flush();

    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).sum()).containsExactly(-1, 3);
    assertThat(sent.get(0).edges()).isEqualTo(1);
    assertThat(sent.get(0).oldestEventAt()).isEqualTo(7);
  }

  /** Few and many, so that both ways to find one are taken. */
  @Test
  void subscribersAreThoseOfAPlainMap() {
    Random random = new Random(4);
    Subscribers subscribers = new Subscribers();
    Map<Message, Float> expected = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      int most = step < 10_000 ? 20 : 200;
      Message message = messages.named("item-" + random.nextInt(most), "track");
      if (random.nextInt(3) == 0) {
        assertThat(subscribers.remove(message)).isEqualTo(expected.remove(message) != null);
      } else {
        float weight = 1 + random.nextInt(5);
        assertThat(subscribers.put(message, weight))
            .isEqualTo(expected.put(message, weight) == null);
      }
      assertThat(subscribers.weight(message)).isEqualTo(expected.getOrDefault(message, 0f));
    }
    Map<Message, Float> walked = new HashMap<>();
    for (int place = 0; place < subscribers.size(); place++) {
      walked.put(subscribers.message(place), subscribers.weight(place));
    }
    assertThat(walked).isEqualTo(expected);
  }

  private void flush() {
    messages.flush(10, sent::add);
  }
}
