package io.freshet.jobs.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.freshet.schemas.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferResponse;
import io.freshet.schemas.inference.ModelInferResponse.InferOutputTensor;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A real gRPC server on a free port that answers by a script, then by its rule. */
public final class FakeInferenceServer implements AutoCloseable {
  /** Answers one request, or throws what gRPC then sends; null leaves it unanswered. */
  @FunctionalInterface
  public interface Answer {
    @Nullable ModelInferResponse to(ModelInferRequest request);
  }

  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private final Queue<ModelInferRequest> requests = new ConcurrentLinkedQueue<>();
  private final Answer rule;
  private final Server server;
  private final int port;

  /** Starts listening. */
  public FakeInferenceServer(Answer rule) throws IOException {
    this(rule, 0);
  }

  /** Starts listening where another one did. */
  public static FakeInferenceServer inPlaceOf(FakeInferenceServer closed, Answer rule)
      throws IOException {
    return new FakeInferenceServer(rule, closed.port);
  }

  private FakeInferenceServer(Answer rule, int wantedPort) throws IOException {
    this.rule = rule;
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort))
            .addService(new Service())
            .build()
            .start();
    port = server.getPort();
  }

  /** The next request without an answer of its own gets this one. */
  public void next(Answer answer) {
    script.add(answer);
  }

  public List<ModelInferRequest> requests() {
    return List.copyOf(requests);
  }

  /** {@code host:port}. */
  public String target() {
    return "127.0.0.1:" + port;
  }

  /** All texts of all requests for one input, in order of arrival. */
  public List<String> received(String input) {
    return requests.stream().flatMap(request -> strings(request, input).stream()).toList();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** Strings of a BYTES input. */
  public static List<String> strings(ModelInferRequest request, String input) {
    ByteBuffer buffer = raw(request, input);
    List<String> values = new ArrayList<>();
    while (buffer.hasRemaining()) {
      byte[] bytes = new byte[buffer.getInt()];
      buffer.get(bytes);
      values.add(new String(bytes, UTF_8));
    }
    return values;
  }

  /** Floats of an FP32 input, row after row. */
  public static List<Float> floats(ModelInferRequest request, String input) {
    ByteBuffer buffer = raw(request, input);
    List<Float> values = new ArrayList<>();
    while (buffer.hasRemaining()) {
      values.add(buffer.getFloat());
    }
    return values;
  }

  /** Integers of an INT32 input. */
  public static List<Integer> ints(ModelInferRequest request, String input) {
    ByteBuffer buffer = raw(request, input);
    List<Integer> values = new ArrayList<>();
    while (buffer.hasRemaining()) {
      values.add(buffer.getInt());
    }
    return values;
  }

  /** An answer of vectors of one size, all flagged as fine. */
  public static ModelInferResponse answer(String output, int dimensions, List<float[]> rows) {
    byte[] ok = new byte[rows.size()];
    Arrays.fill(ok, (byte) 1);
    return answer(output, dimensions, rows, ok);
  }

  /** An answer of vectors of one size with these flags. */
  public static ModelInferResponse answer(
      String output, int dimensions, List<float[]> rows, byte[] ok) {
    ByteBuffer values =
        ByteBuffer.allocate(rows.size() * dimensions * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        values.putFloat(value);
      }
    }
    return ModelInferResponse.newBuilder()
        .addOutputs(tensor(output, "FP32").addShape(rows.size()).addShape(dimensions))
        .addOutputs(tensor("ok", "BOOL").addShape(ok.length))
        .addRawOutputContents(ByteString.copyFrom(values.flip()))
        .addRawOutputContents(ByteString.copyFrom(ok))
        .build();
  }

  private static InferOutputTensor.Builder tensor(String name, String datatype) {
    return InferOutputTensor.newBuilder().setName(name).setDatatype(datatype);
  }

  private static ByteBuffer raw(ModelInferRequest request, String input) {
    for (int i = 0; i < request.getInputsCount(); i++) {
      if (request.getInputs(i).getName().equals(input)) {
        return request.getRawInputContents(i).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    throw new AssertionError("no input " + input);
  }

  private final class Service extends GRPCInferenceServiceImplBase {
    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> observer) {
      requests.add(request);
      Answer scripted = script.poll();
      try {
        ModelInferResponse response = (scripted == null ? rule : scripted).to(request);
        if (response != null) {
          observer.onNext(response);
          observer.onCompleted();
        }
      } catch (RuntimeException e) {
        observer.onError(e);
      }
    }
  }
}
