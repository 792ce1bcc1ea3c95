package io.freshet.jobs.backlog;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** An operator whose first input has no backlog from its opening on, unless opened unread. */
@SuppressWarnings("try") // Flink declares what close() throws
public class LiveHarness<K, A, B, O> extends KeyedTwoInputStreamOperatorTestHarness<K, A, B, O> {
  /** One subtask of one. */
  protected LiveHarness(
      TwoInputStreamOperator<A, B, O> operator,
      KeySelector<A, K> firstKey,
      KeySelector<B, K> secondKey,
      TypeInformation<K> keyType)
      throws Exception {
    super(operator, firstKey, secondKey, keyType);
  }

  /** One subtask of several. */
  protected LiveHarness(
      TwoInputStreamOperator<A, B, O> operator,
      KeySelector<A, K> firstKey,
      KeySelector<B, K> secondKey,
      TypeInformation<K> keyType,
      int maxParallelism,
      int parallelism,
      int index)
      throws Exception {
    super(operator, firstKey, secondKey, keyType, maxParallelism, parallelism, index);
  }

  /** Opens while there still is backlog. */
  public void openUnread() throws Exception {
    super.open();
  }

  /** The backlog has been read. */
  public void read() throws Exception {
    processWatermark1(new Watermark(BacklogWatermarks.READ));
  }

  @Override
  public void open() throws Exception {
    super.open();
    read();
  }
}
