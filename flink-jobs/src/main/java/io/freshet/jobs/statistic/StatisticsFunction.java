package io.freshet.jobs.statistic;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.Interaction;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.wire.AvroCodec;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts interactions per item. A moved count is published at once when the last publication is an
 * interval ago, else by a timer at the interval's end. Interactions of strength 0 are not counted.
 */
final class StatisticsFunction
    extends KeyedCoProcessFunction<String, Interaction, CatalogPresence, OutputRecord> {
  private static final long serialVersionUID = 1;

  // Configuration.
  private final StatisticConfig config;
  private final String topic;

  // Runtime.
  private transient ValueState<byte[]> state;
  private transient StatisticsCodec codec;
  private transient AvroCodec<ItemStatistics> recordCodec;

  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  StatisticsFunction(StatisticConfig config, String topic) {
    this.config = requireNonNull(config, "config is null");
    this.topic = requireNonNull(topic, "topic is null");
  }

  @Override
  public void open(OpenContext context) {
    state =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "statistics", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    codec = new StatisticsCodec();
    recordCodec = new AvroCodec<>(ItemStatistics.class);
  }

  @Override
  public void processElement1(Interaction interaction, Context context, Collector<OutputRecord> out)
      throws IOException {
    if (interaction.strength() == 0) {
      return;
    }
    Statistics item = load();
    if (item.gone) {
      return;
    }
    item.add(interaction);
    if (item.timerAtMillis == Statistics.NEVER && hasMoved(item)) {
      publishOrWait(item, context, out);
    }
    state.update(codec.encode(item));
  }

  @Override
  public void processElement2(
      CatalogPresence presence, Context context, Collector<OutputRecord> out) throws IOException {
    byte[] bytes = state.value();
    if (presence.present()) {
      if (bytes != null && codec.decode(bytes).gone) {
        bringBack(codec.decode(bytes));
      }
      return;
    }
    Statistics item = load();
    if (!item.gone) {
      long now = context.timerService().currentProcessingTime();
      long version = OutputRecord.nextVersion(item.version, now);
      state.update(codec.encode(Statistics.takenDown(version)));
      out.collect(OutputRecord.tombstone(topic, presence.itemId(), version));
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OutputRecord> out)
      throws IOException {
    Statistics item = load();
    // The timer of an item that was taken down meanwhile finds another time, or none.
    if (item.timerAtMillis == timestamp) {
      item.timerAtMillis = Statistics.NEVER;
      publish(item, context, out);
      state.update(codec.encode(item));
    }
  }

  private boolean hasMoved(Statistics item) {
    return config.epsilon() == 0 || item.moved() > config.epsilon();
  }

  private void bringBack(Statistics item) throws IOException {
    item.gone = false;
    state.update(codec.encode(item));
  }

  private void publishOrWait(Statistics item, Context context, Collector<OutputRecord> out) {
    long now = context.timerService().currentProcessingTime();
    long interval = config.publishInterval().toMillis();
    if (item.publishedAtMillis == Statistics.NEVER || item.publishedAtMillis + interval <= now) {
      publish(item, context, out);
      return;
    }
    // A clock that jumped back must not keep the item waiting for longer than the interval.
    item.timerAtMillis = Math.min(item.publishedAtMillis, now) + interval;
    context.timerService().registerProcessingTimeTimer(item.timerAtMillis);
  }

  private void publish(Statistics item, Context context, Collector<OutputRecord> out) {
    long now = context.timerService().currentProcessingTime();
    long version = OutputRecord.nextVersion(item.version, now);
    String itemId = context.getCurrentKey();
    ItemStatistics record = item.publish(itemId, now, version);
    out.collect(OutputRecord.of(topic, itemId, recordCodec.encode(record), version));
  }

  private Statistics load() throws IOException {
    byte[] bytes = state.value();
    return bytes == null ? new Statistics() : codec.decode(bytes);
  }
}
