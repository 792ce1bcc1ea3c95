package io.freshet.jobs.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.SubscriptionChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A source that very many aggregate, in RocksDB. */
final class HubTest {
  private static final int SUBSCRIBERS = 100_000;
  private static final int BUNDLES = 10;
  private static final LayerSettings SETTINGS =
      new LayerSettings(
          1, 2, 2, 100, 100, Harnesses.EXACT, new Patience(100, 10), 1_000_000, Duration.ofDays(1));

  private KeyedTwoInputStreamOperatorTestHarness<
          String, LayerEmbedding, SubscriptionChange, AggregateChange>
      harness;

  /** What every subscriber's aggregate is, from the differences it was told. */
  private final Map<String, Double> aggregates = new HashMap<>();

  private final List<Integer> messages = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void everySubscriberIsToldEveryMoveAlsoAfterRestores() throws Exception {
    embed(8, 0);
    for (int bundle = 1; bundle <= BUNDLES; bundle++) {
      for (int number = bundle - 1; number < SUBSCRIBERS; number += BUNDLES) {
        subscribe(number, weight(number), bundle);
      }
      end(bundle);
    }
    assertAggregates(8);
    restore();
    embed(6, 20);
    end(20);
    assertAggregates(6);
    restore();
    subscribe(7, 0, 30);
    subscribe(SUBSCRIBERS, 1, 30);
    end(30);
    restore();
    harness.processElement1(LayerEmbedding.removal("hub", 40, OldestEvent.NONE), 0);
    end(40);

    assertAggregates(0);
    assertThat(messages.subList(0, BUNDLES)).containsOnly(SUBSCRIBERS / BUNDLES);
    assertThat(messages.subList(BUNDLES, messages.size()))
        .containsExactly(SUBSCRIBERS, 2, SUBSCRIBERS);
  }

  private void assertAggregates(double value) {
    assertThat(aggregates).hasSizeGreaterThanOrEqualTo(SUBSCRIBERS);
    for (int number = 0; number < SUBSCRIBERS; number++) {
      assertThat(aggregates.get("item-" + number)).isEqualTo(weight(number) * value);
    }
  }

  /** A power of two, so that sums are exact. */
  private static float weight(int number) {
    return 1f / (1 << number % 5);
  }

  private void embed(float value, long round) throws Exception {
    harness.processElement1(Harnesses.below("hub", "track", value, round), 0);
  }

  private void subscribe(int number, float weight, long round) throws Exception {
    harness.processElement2(
        new SubscriptionChange(
            "hub", "item-" + number, "track", weight, round, round, OldestEvent.NONE),
        0);
  }

  private void end(long round) throws Exception {
    harness.processBothWatermarks(new Watermark(round));
    Harnesses.runMails(harness);
    int told = 0;
    for (Object output : harness.getOutput()) {
      if (output instanceof StreamRecord<?> record) {
        AggregateChange change = (AggregateChange) record.getValue();
        aggregates.merge(change.target(), change.sum()[0], Double::sum);
        told++;
      }
    }
    messages.add(told);
    harness.getOutput().clear();
  }

  private void restore() throws Exception {
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, LayerEmbedding, SubscriptionChange, AggregateChange>
      harness() throws Exception {
    ScatterOperator operator = new ScatterOperator(SETTINGS);
    var created =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            operator, LayerEmbedding::item, SubscriptionChange::source, Types.STRING);
    created.setStateBackend(new EmbeddedRocksDBStateBackend());
    Harnesses.connect(created, operator);
    return created;
  }
}
