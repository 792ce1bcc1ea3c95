package io.freshet.jobs.edge;

import io.freshet.jobs.backlog.LiveHarness;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** The neighborhood operator, told of one edge at a time. */
@SuppressWarnings("try") // closes with any exception, interruption too
final class NeighborhoodHarness
    extends LiveHarness<String, EdgeChanges, CatalogPresence, OutputRecord> {
  @SuppressWarnings("NullAway") // this is how the harness is told that an input has no key
  private static final KeySelector<CatalogPresence, String> NOT_KEYED = null;

  private final EdgeSums sums = new EdgeSums(NeighborhoodOperatorTest.config(0, 1));
  private final AvroCodec<ItemNeighborhood> codec = new AvroCodec<>(ItemNeighborhood.class);

  NeighborhoodHarness(EdgeConfig config) throws Exception {
    super(
        new NeighborhoodOperator(config, "item-neighborhoods"),
        EdgeChanges::itemId,
        NOT_KEYED,
        Types.STRING);
  }

  void update(String item, String neighbor, double weight) throws Exception {
    update(item, neighbor, weight, NeighborhoodOperatorTest.NOW, NeighborhoodOperatorTest.NOW);
  }

  void update(String item, String neighbor, double weight, long at, long ingestedAt)
      throws Exception {
    sums.add(new EdgeUpdate(item, "track", neighbor, "track", weight, at, 1, ingestedAt));
    List<EdgeChanges> all = new ArrayList<>();
    sums.drain(all::add);
    for (EdgeChanges changes : all) {
      processElement1(new StreamRecord<>(changes));
    }
  }

  /** A period whose edges are so old when they are applied. */
  void period(Duration age) throws Exception {
    long now = getProcessingTime();
    update("other", "item", 1, NeighborhoodOperatorTest.NOW, now - age.toMillis());
    setProcessingTime(now + NeighborhoodOperatorTest.PERIOD.toMillis());
  }

  void presence(String item, boolean present) throws Exception {
    processElement2(new StreamRecord<>(new CatalogPresence(item, present)));
  }

  ItemNeighborhood last(String item) throws Exception {
    List<OutputRecord> ofItem =
        extractOutputValues().stream().filter(output -> output.key().equals(item)).toList();
    byte[] value = ofItem.get(ofItem.size() - 1).value();
    return codec.decode(value == null ? new byte[0] : value);
  }
}
