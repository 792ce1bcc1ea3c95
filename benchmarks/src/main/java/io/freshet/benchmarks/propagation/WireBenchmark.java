package io.freshet.benchmarks.propagation;

import com.google.protobuf.ByteString;
import io.freshet.schemas.inference.GRPCInferenceServiceGrpc;
import io.freshet.schemas.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.freshet.schemas.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What it costs to send vectors and have as many sent back: a request has two of each row (its own
 * and one aggregate), the answer one, and whoever receives them reads them into floats. No model
 * runs, so this is the wire alone.
 */
final class WireBenchmark {
  private static final int ROWS = 256;
  private static final int WARM_UP_CALLS = 2_000;
  private static final int CALLS = 4_000;

  private WireBenchmark() {}

  /**
   * Cost of one row.
   *
   * @param format how its vectors travel
   * @param bytes there and back
   * @param cpuMicros processor time of both sides
   * @param rowsPerSecond of one client that waits for each answer
   */
  record WireCost(WireFormat format, double bytes, double cpuMicros, double rowsPerSecond) {}

  /** Answers with the first of the tensors that came. */
  private static final class Echo extends GRPCInferenceServiceImplBase {
    private final WireFormat format;
    private final int dimensions;

    Echo(WireFormat format, int dimensions) {
      this.format = format;
      this.dimensions = dimensions;
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {
      List<float[]> first = format.decoded(request.getRawInputContents(0), dimensions);
      List<float[]> second = format.decoded(request.getRawInputContents(1), dimensions);
      if (first.size() != second.size()) {
        throw new IllegalStateException("Cannot answer: tensors differ in size");
      }
      answer.onNext(
          ModelInferResponse.newBuilder().addRawOutputContents(format.encoded(first)).build());
      answer.onCompleted();
    }
  }

  static WireCost measure(WireFormat format, int dimensions)
      throws IOException, InterruptedException {
    TextVectors vectors = new TextVectors(dimensions, 1);
    List<float[]> rows = IntStream.range(0, ROWS).mapToObj(vectors::of).toList();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Echo(format, dimensions))
            .build()
            .start();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
    try {
      GRPCInferenceServiceBlockingStub stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
      long bytes = calls(stub, format, rows, dimensions, WARM_UP_CALLS) / WARM_UP_CALLS;
      double cpu = Cpu.now().process();
      long began = System.nanoTime();
      long sent = calls(stub, format, rows, dimensions, CALLS);
      double seconds = (System.nanoTime() - began) / 1e9;
      double all = (double) CALLS * ROWS;
      if (sent != bytes * CALLS) {
        throw new IllegalStateException("Cannot measure: requests differ in size");
      }
      return new WireCost(
          format, (double) bytes / ROWS, (Cpu.now().process() - cpu) * 1e6 / all, all / seconds);
    } finally {
      channel.shutdownNow();
      server.shutdownNow().awaitTermination();
    }
  }

  /** Bytes of all messages. */
  private static long calls(
      GRPCInferenceServiceBlockingStub stub,
      WireFormat format,
      List<float[]> rows,
      int dimensions,
      int calls) {
    long bytes = 0;
    for (int call = 0; call < calls; call++) {
      ByteString raw = format.encoded(rows);
      ModelInferRequest request =
          ModelInferRequest.newBuilder()
              .addRawInputContents(raw)
              .addRawInputContents(format.encoded(rows))
              .build();
      ModelInferResponse response = stub.modelInfer(request);
      int answers = format.decoded(response.getRawOutputContents(0), dimensions).size();
      if (answers != rows.size()) {
        throw new IllegalStateException("Cannot measure: rows are missing");
      }
      bytes += request.getSerializedSize() + response.getSerializedSize();
    }
    return bytes;
  }
}
