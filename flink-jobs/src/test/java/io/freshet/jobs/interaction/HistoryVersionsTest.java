package io.freshet.jobs.interaction;

import io.freshet.jobs.backlog.LiveHarness;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.kafka.VersionTrial;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdates;
import io.freshet.jobs.record.UserErasure;
import io.freshet.schemas.Signal;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

final class HistoryVersionsTest {
  @Property(tries = 40)
  void versionsGrowThroughRestoresJumpingClocksAndErasures(@ForAll long seed) throws Exception {
    new VersionTrial<>(new Subject(), seed).run();
  }

  private static final class Subject implements VersionTrial.Subject<Harness> {
    private int sent;

    @Override
    public Harness create() throws Exception {
      return new Harness();
    }

    @Override
    public void act(Harness harness, Random random) throws Exception {
      String user = "u" + random.nextInt(4);
      sent++;
      if (random.nextInt(8) == 0) {
        harness.processElement2(new UserErasure(user, sent), 0);
      } else {
        harness.processElement1(
            new CheckedEvent(
                "e" + sent, user, "i" + sent, "track", Signal.LIKE, sent, -1, -1, sent, sent),
            0);
      }
    }

    @Override
    public Collection<OutputRecord> drain(Harness harness) {
      @Nullable Queue<StreamRecord<OutputRecord>> output =
          harness.getSideOutput(Interactions.HISTORIES);
      if (output == null) {
        return List.of();
      }
      List<OutputRecord> published = output.stream().map(StreamRecord::getValue).toList();
      output.clear();
      return published;
    }
  }

  @SuppressWarnings("try") // the harness closes with any exception, interruption too
  private static final class Harness
      extends LiveHarness<String, CheckedEvent, UserErasure, EdgeUpdates> {
    Harness() throws Exception {
      super(
          new PairingOperator(InteractionConfig.defaults(), "user-histories"),
          CheckedEvent::userId,
          UserErasure::userId,
          Types.STRING);
    }
  }
}
