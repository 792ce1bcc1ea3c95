package io.freshet.jobs.layer;

import io.freshet.jobs.state.StateCodec;
import io.freshet.jobs.state.StateInput;
import io.freshet.jobs.state.StateOutput;

/**
 * {@link Subscribers} as bytes. Format 1: their count; of each its relation type, written out when
 * it first comes, else as its number, then target and weight.
 */
final class SubscribersCodec implements StateCodec<Subscribers> {
  private static final int FORMAT = 1;

  private final Messages messages;
  private final StateOutput out = new StateOutput();
  private final StateInput in = new StateInput();

  SubscribersCodec(Messages messages) {
    this.messages = messages;
  }

  @Override
  public byte[] encode(Subscribers subscribers) {
    out.begin(FORMAT).count(subscribers.size());
    Names types = new Names();
    for (int place = 0; place < subscribers.size(); place++) {
      Message message = subscribers.message(place);
      types.write(message.relationType, out);
      out.text(message.target).real32(subscribers.weight(place));
    }
    return out.bytes();
  }

  @Override
  public Subscribers decode(byte[] bytes) {
    int unused = in.begin(bytes, FORMAT, "subscribers");
    Subscribers subscribers = new Subscribers();
    Names types = new Names();
    for (int rest = in.count(); rest > 0; rest--) {
      String type = types.read(in);
      Message message = messages.named(in.text(), type);
      boolean isNew = subscribers.put(message, in.real32());
      assert isNew : message.target;
    }
    return subscribers;
  }

  @Override
  public int weight(Subscribers subscribers) {
    return 1 + subscribers.size();
  }

  @Override
  public void forgotten(Subscribers subscribers) {
    for (int place = 0; place < subscribers.size(); place++) {
      messages.release(subscribers.message(place));
    }
  }
}
