package io.freshet.benchmarks.inference;

import ai.djl.Device;
import io.freshet.benchmarks.Machine;
import io.freshet.benchmarks.ReportWriter;
import io.freshet.benchmarks.Target;
import io.freshet.benchmarks.inference.ModelSpeed.Speed;
import io.freshet.benchmarks.inference.TextSpeed.EncoderSpeed;
import io.freshet.server.inference.engine.TensorDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet bench inference}. */
@Command(
    name = "inference",
    description = {
      "The graph models on the CPU and on a GPU, where the tensor engine finds one: rows a second,",
      "and whether both compute the same. And the text encoder, which runs on the CPU.",
      "Exit code 0 when it ran, 1 when it could not."
    },
    mixinStandardHelpOptions = true)
public final class InferenceCommand implements Callable<Integer> {
  /** What the same computation may differ by from device to device. */
  private static final double TOLERANCE = 1e-5;

  private static final int TEXT_DIMENSIONS = 384;
  private static final Duration AT_LEAST = Duration.ofSeconds(1);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the report.")
  private @Nullable Path json;

  @Option(
      names = "--devices",
      split = ",",
      paramLabel = "NAME",
      description = "Of cpu, gpu, gpu:N and auto, compared with the first (default: cpu,auto).")
  private List<String> devices = List.of("cpu", TensorDevice.AUTO);

  @Option(
      names = "--dimensions",
      split = ",",
      paramLabel = "N",
      description = "Lengths of a layer's vector (default: 64,128,384).")
  private int[] dimensions = {64, 128, 384};

  @Option(
      names = "--batches",
      split = ",",
      paramLabel = "N",
      description = "Rows of a run (default: 256,4096,16384).")
  private int[] batches = {256, 4_096, 16_384};

  @Option(
      names = "--tensor-threads",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Threads of one operation on the CPU (default: ${DEFAULT-VALUE}, as in the server).")
  private int tensorThreads;

  /**
   * What was measured; written as JSON.
   *
   * @param machine what it ran on
   * @param tensorThreads threads of one operation on the CPU
   * @param speeds of the graph models
   * @param encoder of the text encoder
   * @param targets what was aimed at
   */
  record InferenceReport(
      Machine machine,
      int tensorThreads,
      List<Speed> speeds,
      List<EncoderSpeed> encoder,
      List<Target> targets) {}

  @Override
  public Integer call() throws IOException {
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(tensorThreads));
    double loadBefore = Machine.load();
    ReportWriter out = new ReportWriter(spec.commandLine().getOut());
    List<Device> where = devices.stream().map(TensorDevice::named).distinct().toList();
    List<Speed> speeds = new ArrayList<>();
    for (int size : dimensions) {
      ModelSpeed model = new ModelSpeed(new SeededModel(TEXT_DIMENSIONS, size), batches, AT_LEAST);
      for (Device device : where) {
        List<Speed> measured = model.on(device);
        measured.forEach(speed -> out.say(line(speed)));
        speeds.addAll(measured);
      }
    }
    List<EncoderSpeed> encoder = TextSpeed.measure();
    encoder.forEach(
        speed ->
            out.say(
                "%s: %,.0f texts/s"
                    .formatted(speed.threads() + " threads", speed.textsPerSecond())));
    double largest = speeds.stream().mapToDouble(Speed::difference).max().orElse(0);
    List<Target> targets =
        where.size() == 1
            ? List.of()
            : List.of(Target.below("largest difference between devices", TOLERANCE, largest));
    out.write(
        new InferenceReport(Machine.after(loadBefore), tensorThreads, speeds, encoder, targets),
        targets,
        json);
    return 0;
  }

  private static String line(Speed speed) {
    return "%s, %d dimensions, batches of %,d on %s: %,.0f rows/s, difference %.1e"
        .formatted(
            speed.model(),
            speed.dimensions(),
            speed.batch(),
            speed.device(),
            speed.rowsPerSecond(),
            speed.difference());
  }
}
