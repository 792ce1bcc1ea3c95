package io.freshet.jobs.layer;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;

/**
 * Which states an operator keeps. Flink leaves out, without a word, what it finds in a savepoint
 * and no operator asks for; so an operator that kept its memory under other names before refuses to
 * begin from an empty one, and so does an earlier release before the states of this one. Remembers
 * one number.
 */
final class StateLayout {
  /** 3: what waits at a source is kept as parts. */
  private static final int LAYOUT = 3;

  private static final int OLDEST_READ = 2;

  private StateLayout() {}

  /**
   * Refuses what an earlier layout wrote.
   *
   * @param operator for the message
   * @throws IllegalStateException when the job is restored and this operator has another layout
   */
  static void check(StateInitializationContext context, String operator) throws Exception {
    ListState<Integer> layout =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("layout", Types.INT));
    boolean isKnown = false;
    for (Integer restored : layout.get()) {
      isKnown |= restored >= OLDEST_READ && restored <= LAYOUT;
    }
    if (context.isRestored() && !isKnown) {
      throw new IllegalStateException(
          "Cannot restore %s: the savepoint has an earlier layout of the embedding job's state. "
                  .formatted(operator)
              + "Start the job without a savepoint: it is rebuilt from its topics");
    }
    layout.update(List.of(LAYOUT));
  }
}
