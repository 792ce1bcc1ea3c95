package io.freshet.benchmarks.propagation;

import io.freshet.benchmarks.cluster.CounterReporter;
import io.freshet.jobs.backlog.BacklogWatermarks;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.jobs.record.EdgeUpdates;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** An {@link EdgeStream} as the source of a job, at the rate of the {@link Throttle}. */
final class EdgeFeed {
  /** Edges that are offered together, as those of one event are. */
  static final int CHUNK = 100;

  private static final String EXPAND = "bench-expand-edges";

  private static final String READ = "bench-feed";
  private static final long CHUNKS = 1L << 40;

  private EdgeFeed() {}

  /**
   * The edges.
   *
   * @param seeds the first so many are the backlog: what they change is published after them
   */
  static SingleOutputStreamOperator<EdgeUpdates> of(
      StreamExecutionEnvironment environment, EdgeStream stream, long seeds) {
    DataGeneratorSource<Long> chunks =
        new DataGeneratorSource<>(EdgeFeed::chunk, CHUNKS, new Throttle(), Types.LONG);
    return environment
        .fromSource(
            chunks,
            WatermarkStrategy.forGenerator(context -> new SeedWatermarks(seeds / CHUNK)),
            READ)
        .uid(READ)
        .map(new ExpandFunction(stream), TypeInformation.of(EdgeUpdates.class))
        .name(EXPAND)
        .uid(EXPAND);
  }

  /** Edges that running jobs have taken. */
  static long taken() {
    return CHUNK * CounterReporter.sum(EXPAND, "numRecordsOut");
  }

  /** Two subtasks get a half of the numbers each, and make every other chunk of it. */
  private static long chunk(long number) {
    long half = CHUNKS / 2;
    return number < half ? 2 * number : 2 * (number - half) + 1;
  }

  private static final class ExpandFunction extends RichMapFunction<Long, EdgeUpdates> {
    private static final long serialVersionUID = 1;
    private static final long AT_MILLIS = 1_767_225_600_000L;

    private final EdgeStream stream;
    private transient String[] ids;

    @SuppressWarnings("NullAway.Init") // open() runs before the first element
    ExpandFunction(EdgeStream stream) {
      this.stream = stream;
    }

    @Override
    public void open(OpenContext context) {
      ids = new String[stream.items()];
      for (int item = 0; item < ids.length; item++) {
        ids[item] = EdgeStream.itemId(item);
      }
    }

    @Override
    public EdgeUpdates map(Long chunk) {
      List<EdgeUpdate> updates = new ArrayList<>(CHUNK);
      for (long edge = chunk * CHUNK; edge < (chunk + 1) * CHUNK; edge++) {
        updates.add(update(ids[stream.source(edge)], ids[stream.target(edge)]));
      }
      return new EdgeUpdates(updates);
    }

    private static EdgeUpdate update(String source, String target) {
      return new EdgeUpdate(
          target, EdgeStream.TYPE, source, EdgeStream.TYPE, 1, AT_MILLIS, 1, AT_MILLIS);
    }
  }

  private static final class SeedWatermarks implements WatermarkGenerator<Long> {
    private final long chunks;

    SeedWatermarks(long chunks) {
      this.chunks = chunks;
    }

    @Override
    public void onEvent(Long chunk, long timestamp, WatermarkOutput output) {
      if (chunk >= chunks) {
        output.emitWatermark(new Watermark(BacklogWatermarks.READ));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }
}
