package io.freshet.server.inference.batch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatchQueueTest {
  private static final BatchLimits LIMITS = new BatchLimits(8, Duration.ZERO, 16);

  private final SumModel model = new SumModel();
  private final CountingMeter meter = new CountingMeter();
  private final BatchQueue queue = new BatchQueue(model, LIMITS, meter);

  @AfterEach
  void close() {
    model.gate.countDown();
    queue.close();
  }

  @Test
  void requestsThatWaitedTogetherRunTogetherAndGetTheirOwnRows() throws Exception {
    CompletableFuture<Batch> first = occupy();
    CompletableFuture<Batch> two = queue.submit(rows(10, 20), () -> false);
    CompletableFuture<Batch> one = queue.submit(rows(30), () -> false);
    model.gate.countDown();
    assertThat(values(first)).containsExactly(1);
    assertThat(values(two)).containsExactly(11, 21); // + one aggregate of 1 per row
    assertThat(values(one)).containsExactly(31);
    assertThat(model.batchRows).containsExactly(1, 3);
  }

  @Test
  void mergingStopsAtTheRowLimitAndALargerRequestRunsAlone() throws Exception {
    CompletableFuture<Batch> first = occupy();
    CompletableFuture<Batch> five = queue.submit(rows(1, 2, 3, 4, 5), () -> false);
    CompletableFuture<Batch> four = queue.submit(rows(6, 7, 8, 9), () -> false);
    model.gate.countDown();
    values(first);
    values(five);
    values(four);
    CompletableFuture<Batch> large = queue.submit(rows(new float[12]), () -> false);
    assertThat(values(large)).hasSize(12);
    assertThat(model.batchRows).containsExactly(1, 5, 4, 12);
  }

  @Test
  void aFullQueueRefuses() throws Exception {
    CompletableFuture<Batch> first = occupy();
    CompletableFuture<Batch> full = queue.submit(rows(new float[16]), () -> false);
    assertCode(InferenceException.Code.UNAVAILABLE, () -> queue.submit(rows(1), () -> false));
    assertThat(queue.waitingRows()).isEqualTo(16);
    model.gate.countDown();
    values(first);
    values(full);
    assertThat(values(queue.submit(rows(1), () -> false))).containsExactly(2);
  }

  @Test
  void aRequestThatCanNeverFitIsTheCallersMistake() {
    assertCode(
        InferenceException.Code.INVALID_ARGUMENT,
        () -> queue.submit(rows(new float[17]), () -> false));
  }

  @Test
  void anAbandonedRequestIsDroppedUnrun() throws Exception {
    CompletableFuture<Batch> first = occupy();
    AtomicBoolean gone = new AtomicBoolean();
    CompletableFuture<Batch> abandoned = queue.submit(rows(1, 2), gone::get);
    gone.set(true);
    model.gate.countDown();
    values(first);
    assertThat(failure(abandoned)).isEqualTo(InferenceException.Code.DEADLINE_EXCEEDED);
    assertThat(model.batchRows).containsExactly(1);
  }

  @Test
  void aBadRequestFailsAloneAndItsCompanyIsAnswered() throws Exception {
    CompletableFuture<Batch> first = occupy();
    List<CompletableFuture<Batch>> answers = new ArrayList<>();
    for (float value : new float[] {1, SumModel.POISON, 3, 4}) {
      answers.add(queue.submit(rows(value), () -> false));
    }
    model.gate.countDown();
    values(first);
    assertThat(values(answers.get(0))).containsExactly(2);
    assertThat(failure(answers.get(1))).isEqualTo(InferenceException.Code.INTERNAL);
    assertThat(values(answers.get(2))).containsExactly(4);
    assertThat(values(answers.get(3))).containsExactly(5);
    assertThat(meter.splits).isEqualTo(2);
  }

  @Test
  void aRequestTooLargeForMemoryIsCutUntilItFits() throws Exception {
    model.gate.countDown();
    model.memoryRows = 3;
    float[] values = new float[10];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    assertThat(values(queue.submit(rows(values), () -> false)))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    model.memoryRows = 0;
    assertThat(failure(queue.submit(rows(values), () -> false)))
        .isEqualTo(InferenceException.Code.OUT_OF_MEMORY);
    model.memoryRows = 100;
    assertThat(values(queue.submit(rows(1), () -> false))).containsExactly(2);
  }

  @Test
  void closingAnswersWhatWaitsAndRefusesWhatComes() throws Exception {
    CompletableFuture<Batch> first = occupy();
    CompletableFuture<Batch> waiting = queue.submit(rows(5), () -> false);
    model.gate.countDown();
    queue.close();
    assertThat(values(first)).containsExactly(1);
    assertThat(values(waiting)).containsExactly(6);
    assertCode(InferenceException.Code.UNAVAILABLE, () -> queue.submit(rows(1), () -> false));
  }

  /** Makes the model busy with one row until the gate opens. */
  private CompletableFuture<Batch> occupy() throws InterruptedException {
    CompletableFuture<Batch> first = queue.submit(rows(0), () -> false);
    assertThat(model.entered.await(10, SECONDS)).isTrue();
    return first;
  }

  private static Batch rows(float... values) {
    int[] numbers = new int[values.length];
    Arrays.setAll(numbers, i -> values.length - 1 - i);
    float[] ones = new float[values.length];
    Arrays.fill(ones, 1);
    return SumModel.SIGNATURE.check(
        Map.of(
            "own", new Column.Vectors(1, values),
            "aggregate", new Column.Vectors(1, ones),
            "aggregate_row", new Column.RowNumbers(numbers)));
  }

  private static float[] values(CompletableFuture<Batch> answer) throws Exception {
    return answer.get(10, SECONDS).vectors("sum").values();
  }

  private static InferenceException.Code failure(CompletableFuture<Batch> answer) throws Exception {
    try {
      answer.get(10, SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InferenceException failure) {
        return failure.code();
      }
      throw e;
    }
    throw new AssertionError("answered");
  }

  private static void assertCode(InferenceException.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InferenceException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  /** Own value plus the row's aggregates; waits at a gate, chokes on poison and on many rows. */
  private static final class SumModel implements InferenceModel {
    static final float POISON = -1;
    static final Signature SIGNATURE =
        new Signature(
            List.of(
                TensorSpec.vectors("own", 1),
                new TensorSpec("aggregate", Datatype.FP32, Axis.AGGREGATE, 1),
                new TensorSpec("aggregate_row", Datatype.INT32, Axis.AGGREGATE_ROW, 0)),
            List.of(TensorSpec.vectors("sum", 1), TensorSpec.flags(RowCheck.OK)));

    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch gate = new CountDownLatch(1);
    final List<Integer> batchRows = new ArrayList<>();
    volatile int memoryRows = 100;

    @Override
    public String name() {
      return "sum";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public String platform() {
      return "test";
    }

    @Override
    public Signature signature() {
      return SIGNATURE;
    }

    @Override
    public Batch infer(Batch inputs) {
      entered.countDown();
      try {
        assertThat(gate.await(10, SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (inputs.rows() > memoryRows) {
        throw new IllegalStateException("CUDA out of memory");
      }
      float[] sums = inputs.vectors("own").values().clone();
      for (float value : sums) {
        if (value == POISON) {
          throw new IllegalArgumentException("poison");
        }
      }
      int[] rows = inputs.rowNumbers("aggregate_row");
      for (int i = 0; i < rows.length; i++) {
        sums[rows[i]] += inputs.vectors("aggregate").values()[i];
      }
      batchRows.add(inputs.rows());
      boolean[] ok = new boolean[inputs.rows()];
      Arrays.fill(ok, true);
      return new Batch(
          inputs.rows(),
          Map.of("sum", new Column.Vectors(1, sums), RowCheck.OK, new Column.Flags(ok)));
    }

    @Override
    public Batch sample(int rows) {
      return rows(new float[rows]);
    }
  }

  private static final class CountingMeter implements BatchMeter {
    int splits;

    @Override
    public void waited(long nanos) {
      assertThat(nanos).isNotNegative();
    }

    @Override
    public void ran(int rows, int failedRows, long nanos) {
      assertThat(failedRows).isZero();
    }

    @Override
    public void split() {
      splits++;
    }
  }
}
