package io.freshet.benchmarks.graph;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.decay.ForwardDecay;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** One read, one addition and one write of the state backend per increment. Publishes nothing. */
final class NaiveEdgeFunction extends KeyedProcessFunction<String, NaiveEdge, String> {
  private static final long serialVersionUID = 1;

  private final ForwardDecay decay;
  private final long landmark;
  private transient MapState<String, Double> weights;

  /** Weights are kept relative to the landmark, as in the product. */
  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  NaiveEdgeFunction(ForwardDecay decay, long landmark) {
    this.decay = requireNonNull(decay, "decay is null");
    this.landmark = landmark;
  }

  @Override
  public void open(OpenContext context) {
    weights =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("weights", Types.STRING, Types.DOUBLE));
  }

  @Override
  public void processElement(NaiveEdge edge, Context context, Collector<String> out)
      throws Exception {
    Double before = weights.get(edge.neighborId());
    double added = decay.stored(edge.weight(), edge.atMillis(), landmark);
    weights.put(edge.neighborId(), before == null ? added : before + added);
  }
}
