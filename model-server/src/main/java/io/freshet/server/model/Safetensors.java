package io.freshet.server.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Weights as safetensors bytes and back, F32 only: eight bytes of little-endian header length, a
 * JSON header of name to type, shape and byte range, then the little-endian floats.
 *
 * <p>Reading trusts nothing: the header must fit, no name may occur twice, every range must have
 * the size its shape says, and the ranges must cover the data without gap or overlap, which is what
 * the format demands. At most {@link #MAX_BYTES} bytes.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
public final class Safetensors {
  /** Largest file that is read. */
  public static final int MAX_BYTES = 1 << 29;

  private static final int MAX_HEADER_BYTES = 1 << 22;
  private static final String METADATA = "__metadata__";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Safetensors() {}

  /** The tensors as bytes, sorted by name, so that equal weights are equal bytes. */
  public static byte[] write(Map<String, Tensor> tensors) {
    SortedMap<String, Tensor> sorted = new TreeMap<>(tensors);
    byte[] header = header(sorted);
    long size = (long) Long.BYTES + header.length;
    for (Tensor tensor : sorted.values()) {
      size += (long) tensor.values().length * Float.BYTES;
    }
    if (size > MAX_BYTES) {
      throw new IllegalArgumentException(
          "Cannot write tensors: more than %d bytes (%d)".formatted(MAX_BYTES, size));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    for (Tensor tensor : sorted.values()) {
      bytes.asFloatBuffer().put(tensor.values());
      bytes.position(bytes.position() + tensor.values().length * Float.BYTES);
    }
    return bytes.array();
  }

  /**
   * The tensors in the bytes, by name.
   *
   * @throws InvalidReleaseException when the bytes are not a well-formed F32 safetensors file
   */
  public static Map<String, Tensor> read(byte[] bytes) throws InvalidReleaseException {
    if (bytes.length < Long.BYTES || bytes.length > MAX_BYTES) {
      throw invalid("file size must be 8 to " + MAX_BYTES + " bytes", bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long headerLength = buffer.getLong();
    if (headerLength < 2 || headerLength > Math.min(MAX_HEADER_BYTES, buffer.remaining())) {
      throw invalid("header does not fit into the file", headerLength);
    }
    JsonNode header = parse(bytes, (int) headerLength);
    buffer.position(Long.BYTES + (int) headerLength);
    return tensors(header, buffer.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static byte[] header(SortedMap<String, Tensor> tensors) {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
      Tensor tensor = named.getValue();
      long end = offset + (long) tensor.values().length * Float.BYTES;
      ObjectNode entry = header.putObject(named.getKey()).put("dtype", "F32");
      tensor.shape().forEach(entry.putArray("shape")::add);
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    // The format pads with spaces so that the floats are aligned.
    ByteBuffer padded = ByteBuffer.allocate((json.length + 7) / 8 * 8).put(json);
    while (padded.hasRemaining()) {
      padded.put((byte) ' ');
    }
    return padded.array();
  }

  private static JsonNode parse(byte[] bytes, int length) throws InvalidReleaseException {
    try {
      JsonNode header =
          JSON.readTree(new String(bytes, Long.BYTES, length, StandardCharsets.UTF_8));
      if (header == null || !header.isObject()) {
        throw invalid("header is not a JSON object", String.valueOf(header));
      }
      return header;
    } catch (JsonProcessingException e) {
      throw new InvalidReleaseException(
          "Cannot read safetensors: header is not valid JSON (%s)"
              .formatted(e.getOriginalMessage()),
          e);
    }
  }

  private static Map<String, Tensor> tensors(JsonNode header, ByteBuffer data)
      throws InvalidReleaseException {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    List<long[]> ranges = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        long[] range = range(entry.getKey(), entry.getValue(), data.capacity());
        ranges.add(range);
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), range, data));
      }
    }
    checkCovered(ranges, data.capacity());
    return Collections.unmodifiableSortedMap(tensors);
  }

  private static long[] range(String name, JsonNode entry, int capacity)
      throws InvalidReleaseException {
    JsonNode offsets = entry.path("data_offsets");
    long begin = offsets.path(0).asLong(-1);
    long end = offsets.path(1).asLong(-1);
    if (offsets.size() != 2 || begin < 0 || end < begin || end > capacity) {
      throw invalid("byte range of " + name + " lies outside the file", offsets);
    }
    return new long[] {begin, end};
  }

  private static Tensor tensor(String name, JsonNode entry, long[] range, ByteBuffer data)
      throws InvalidReleaseException {
    if (!entry.path("dtype").asText().equals("F32")) {
      throw invalid("type of " + name + " is not F32", entry.path("dtype"));
    }
    List<Integer> shape = new ArrayList<>();
    for (JsonNode axis : entry.path("shape")) {
      shape.add(axis.isIntegralNumber() && axis.canConvertToInt() ? axis.intValue() : -1);
    }
    try {
      int size = Tensor.size(shape);
      if (!entry.path("shape").isArray() || (long) size * Float.BYTES != range[1] - range[0]) {
        throw invalid("shape and byte range of " + name + " disagree", entry);
      }
      float[] values = new float[size];
      data.position((int) range[0])
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
      return new Tensor(shape, values);
    } catch (IllegalArgumentException e) {
      throw new InvalidReleaseException(
          "Cannot read safetensors: bad shape of %s (%s)".formatted(name, entry.path("shape")), e);
    }
  }

  private static void checkCovered(List<long[]> ranges, int capacity)
      throws InvalidReleaseException {
    ranges.sort((a, b) -> a[0] == b[0] ? Long.compare(a[1], b[1]) : Long.compare(a[0], b[0]));
    long end = 0;
    for (long[] range : ranges) {
      if (range[0] != end) {
        throw invalid("byte ranges overlap or leave a gap at byte " + end, range[0]);
      }
      end = range[1];
    }
    if (end != capacity) {
      throw invalid("byte ranges do not cover the " + capacity + " bytes of data", end);
    }
  }

  private static InvalidReleaseException invalid(String why, Object value) {
    return new InvalidReleaseException("Cannot read safetensors: " + why + " (" + value + ")");
  }
}
