package io.freshet.jobs.layer;

import io.freshet.jobs.record.AuditQuestion;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.java.tuple.Tuple2;

/** Questions about one item that wait for their rounds; each root asks once. */
final class AuditQuestions {
  private final MapState<Tuple2<Long, String>, Boolean> pending;

  /**
   * Questions over their state.
   *
   * @param pending (round, root)
   */
  AuditQuestions(MapState<Tuple2<Long, String>, Boolean> pending) {
    this.pending = pending;
  }

  void hold(AuditQuestion question) throws Exception {
    pending.put(Tuple2.of(question.round(), question.root()), true);
  }

  List<Long> rounds() throws Exception {
    List<Long> rounds = new ArrayList<>();
    pending.keys().forEach(waiting -> rounds.add(waiting.f0));
    return rounds;
  }

  /** Takes out what waits for rounds up to this one. */
  List<AuditQuestion> take(String item, long round) throws Exception {
    List<AuditQuestion> taken = new ArrayList<>();
    for (Tuple2<Long, String> waiting : pending.keys()) {
      if (waiting.f0 <= round) {
        taken.add(new AuditQuestion(item, waiting.f1, waiting.f0));
      }
    }
    for (AuditQuestion question : taken) {
      pending.remove(Tuple2.of(question.round(), question.root()));
    }
    return taken;
  }
}
