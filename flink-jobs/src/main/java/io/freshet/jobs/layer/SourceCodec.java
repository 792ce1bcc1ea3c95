package io.freshet.jobs.layer;

import io.freshet.jobs.state.StateCodec;
import io.freshet.jobs.state.StateInput;
import io.freshet.jobs.state.StateOutput;

/**
 * A {@link Source} as bytes. Format 1: the embedding as last sent, of no components when there is
 * none; count of subscribers; each relation type when it first comes, else its number, then target
 * and weight.
 */
final class SourceCodec implements StateCodec<Source> {
  private static final int FORMAT = 1;

  private final Messages messages;
  private final StateOutput out = new StateOutput();
  private final StateInput in = new StateInput();

  SourceCodec(Messages messages) {
    this.messages = messages;
  }

  @Override
  public byte[] encode(Source source) {
    out.begin(FORMAT);
    float[] sent = source.sent;
    out.vector(sent == null ? PendingSource.REMOVED : sent);
    Subscribers subscribers = source.subscribers;
    out.count(subscribers.size());
    Names types = new Names();
    for (int place = 0; place < subscribers.size(); place++) {
      Message message = subscribers.message(place);
      types.write(message.relationType, out);
      out.text(message.target).real32(subscribers.weight(place));
    }
    return out.bytes();
  }

  @Override
  public Source decode(byte[] bytes) {
    int unused = in.begin(bytes, FORMAT, "a source");
    Source source = new Source();
    float[] sent = in.floats();
    source.sent = sent.length == 0 ? null : sent;
    int count = in.count();
    Names types = new Names();
    for (int subscriber = 0; subscriber < count; subscriber++) {
      String type = types.read(in);
      Message message = messages.named(in.text(), type);
      boolean unusedToo = source.subscribers.put(message, in.real32());
    }
    return source;
  }

  @Override
  public int weight(Source source) {
    return 1 + source.subscribers.size();
  }

  @Override
  public void forgotten(Source source) {
    for (int place = 0; place < source.subscribers.size(); place++) {
      messages.release(source.subscribers.message(place));
    }
  }
}
