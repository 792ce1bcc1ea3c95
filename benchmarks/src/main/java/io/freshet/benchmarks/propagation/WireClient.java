package io.freshet.benchmarks.propagation;

import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.inference.LayerInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client whose vectors lose what they would lose on the wire, there and back. */
final class WireClient implements InferenceClient {
  private final InferenceClient client;
  private final WireFormat format;

  WireClient(InferenceClient client, WireFormat format) {
    this.client = client;
    this.format = format;
  }

  @Override
  public List<float[]> encodeTexts(List<String> texts) {
    return back(client.encodeTexts(texts));
  }

  @Override
  public List<float[]> encodeItems(List<String> types, List<float[]> textVectors) {
    return back(client.encodeItems(types, back(textVectors)));
  }

  @Override
  public List<float[]> layer(int layer, List<LayerInput> inputs) {
    return back(client.layer(layer, inputs.stream().map(this::sent).toList()));
  }

  @Override
  public void close() {
    client.close();
  }

  private LayerInput sent(LayerInput input) {
    Map<String, float[]> aggregates = new LinkedHashMap<>();
    input.aggregates().forEach((type, vector) -> aggregates.put(type, format.sent(vector)));
    return new LayerInput(input.type(), format.sent(input.self()), aggregates);
  }

  private List<float[]> back(List<float[]> rows) {
    return rows.stream().map(format::sent).toList();
  }
}
