package io.freshet.jobs.publish;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.AuditedItem;
import io.freshet.jobs.record.Calibration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Learns from audited items, and tells with every round what was learnt. One subtask: the estimate
 * is one for the whole job. Remembers one number.
 */
final class CalibrateOperator extends AbstractStreamOperator<Calibration>
    implements OneInputStreamOperator<AuditedItem, Calibration> {
  private static final long serialVersionUID = 1;

  /** What floats lose where nothing is held back. */
  private static final double ROUNDING = 1e-4;

  // -- configuration
  private final ErrorEstimate estimate;

  // -- runtime
  private transient ErrorFactor factor = ErrorFactor.FIRST;
  private transient @Nullable ListState<Double> learnt;
  private transient @Nullable AuditMetrics auditMetrics;
  private transient double told;
  private transient double largest;
  private transient int audited;

  CalibrateOperator(ErrorEstimate estimate) {
    this.estimate = estimate;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    factor = ErrorFactor.FIRST;
    learnt =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("error-factor", Types.DOUBLE));
    for (Double value : learnt.get()) {
      factor = new ErrorFactor(value);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    auditMetrics =
        new AuditMetrics(getMetricGroup(), factor.value(), estimate.of(1, factor.value()));
  }

  @Override
  public void processElement(StreamRecord<AuditedItem> element) {
    AuditedItem item = element.getValue();
    double slack = estimate.slack(item.degree());
    boolean hasExceeded = item.distance() > Math.max(factor.value() * slack, ROUNDING);
    requireNonNull(auditMetrics, "auditMetrics is null").audited(hasExceeded);
    if (slack > 0) {
      factor = factor.after(item.distance() / slack);
    }
    largest = Math.max(largest, item.distance());
    audited++;
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (audited > 0) {
      requireNonNull(auditMetrics, "auditMetrics is null")
          .closed(largest, factor.value(), estimate.of(1, factor.value()));
      largest = 0;
      audited = 0;
    }
    if (factor.value() != told) {
      told = factor.value();
      output.collect(new StreamRecord<>(new Calibration(told)));
    }
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    requireNonNull(learnt, "learnt is null").update(List.of(factor.value()));
  }
}
