package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.SubscriptionChange;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Neighborhoods to subscription changes, keyed by item. Works on arrival: a change carries the
 * round of its neighborhood, and its receivers keep rounds apart.
 */
final class NeighborhoodDiffFunction
    extends KeyedProcessFunction<String, NeighborhoodUpdate, SubscriptionChange> {
  private static final long serialVersionUID = 1;

  // -- configuration
  private final Duration tombstoneRetention;

  // -- runtime
  private transient @Nullable NeighborhoodNode node;

  NeighborhoodDiffFunction(Duration tombstoneRetention) {
    this.tombstoneRetention = tombstoneRetention;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Long> removedVersion =
        new ValueStateDescriptor<>("removed-version", Types.LONG);
    removedVersion.enableTimeToLive(StateTtlConfig.newBuilder(tombstoneRetention).build());
    node =
        new NeighborhoodNode(
            getRuntimeContext()
                .getState(
                    new ValueStateDescriptor<>(
                        "neighborhood", TypeInformation.of(NeighborhoodUpdate.class))),
            getRuntimeContext().getState(removedVersion));
  }

  @Override
  public void processElement(
      NeighborhoodUpdate update, Context context, Collector<SubscriptionChange> out)
      throws Exception {
    requireNonNull(node, "node is null").replace(update).forEach(out::collect);
  }
}
