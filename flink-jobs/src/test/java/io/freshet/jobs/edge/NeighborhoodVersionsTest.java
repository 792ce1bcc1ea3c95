package io.freshet.jobs.edge;

import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.jobs.backlog.LiveHarness;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.kafka.VersionTrial;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

final class NeighborhoodVersionsTest {
  @Property(tries = 40)
  void versionsGrowThroughRestoresJumpingClocksAndTakedowns(@ForAll long seed) throws Exception {
    new VersionTrial<>(new Subject(), seed).run();
  }

  private static final class Subject implements VersionTrial.Subject<Harness> {
    private final EdgeConfig config =
        InteractionGraphConfig.from(
                Map.of("edge.drift-epsilon", "0", "edge.cache-entries", "3", "edge.sweep", "5s"))
            .edge();

    @Override
    public Harness create() throws Exception {
      return new Harness(config);
    }

    @Override
    public void act(Harness harness, Random random) throws Exception {
      String item = "i" + random.nextInt(5);
      String neighbor = "i" + random.nextInt(5);
      if (random.nextInt(6) == 0) {
        harness.processElement2(
            new StreamRecord<>(new CatalogPresence(item, random.nextBoolean())));
      } else if (!item.equals(neighbor)) {
        harness.update(item, neighbor, config);
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
      extends LiveHarness<String, EdgeChanges, CatalogPresence, OutputRecord> {
    @SuppressWarnings("NullAway") // this is how the harness is told that an input has no key
    private static final KeySelector<CatalogPresence, String> NOT_KEYED = null;

    Harness(EdgeConfig config) throws Exception {
      super(
          new NeighborhoodOperator(config, "item-neighborhoods"),
          EdgeChanges::itemId,
          NOT_KEYED,
          Types.STRING);
    }

    void update(String item, String neighbor, EdgeConfig config) throws Exception {
      EdgeSums sums = new EdgeSums(config);
      sums.add(new EdgeUpdate(item, "track", neighbor, "track", 1, 0, 1, 0));
      List<EdgeChanges> all = new ArrayList<>();
      sums.drain(all::add);
      for (EdgeChanges changes : all) {
        processElement1(new StreamRecord<>(changes));
      }
    }
  }
}
