package io.freshet.jobs.statistic;

import io.freshet.jobs.backlog.LiveHarness;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.kafka.VersionTrial;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.Interaction;
import io.freshet.schemas.Signal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

final class StatisticsVersionsTest {
  @Property(tries = 40)
  void versionsGrowThroughRestoresJumpingClocksAndTakedowns(@ForAll long seed) throws Exception {
    new VersionTrial<>(new Subject(), seed).run();
  }

  private static final class Subject implements VersionTrial.Subject<Harness> {
    @Override
    public Harness create() throws Exception {
      return new Harness();
    }

    @Override
    public void act(Harness harness, Random random) throws Exception {
      String item = "i" + random.nextInt(4);
      if (random.nextInt(6) == 0) {
        harness.processElement2(
            new StreamRecord<>(new CatalogPresence(item, random.nextBoolean())));
      } else {
        harness.processElement1(
            new StreamRecord<>(new Interaction("u", item, "track", Signal.LIKE, 1, 0, 0)));
      }
    }

    @Override
    public Collection<OutputRecord> drain(Harness harness) {
      List<OutputRecord> published = List.copyOf(harness.extractOutputValues());
      harness.getOutput().clear();
      return published;
    }
  }

  @SuppressWarnings("try") // the harness closes with any exception, interruption too
  private static final class Harness
      extends LiveHarness<String, Interaction, CatalogPresence, OutputRecord> {
    Harness() throws Exception {
      super(
          new StatisticsOperator(
              new StatisticConfig(0, Duration.ofSeconds(1), 2), "item-statistics"),
          Interaction::itemId,
          CatalogPresence::itemId,
          Types.STRING);
    }
  }
}
