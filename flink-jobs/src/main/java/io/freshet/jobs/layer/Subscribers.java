package io.freshet.jobs.layer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who aggregates a source, and with which weight. Flat arrays, since all of them are walked with
 * every move of the source; a few are searched one after the other, many through a map. Each is
 * named in {@link Messages}. Mutable, owned by the state of its key.
 */
final class Subscribers {
  private static final int FEW = 32;

  private Message[] messages = new Message[4];
  private float[] weights = new float[4];
  private int size;

  /** Places, once there are many. */
  private @Nullable Map<Message, Integer> places;

  int size() {
    return size;
  }

  Message message(int place) {
    return messages[place];
  }

  float weight(int place) {
    return weights[place];
  }

  /** Weight of a subscriber; 0 when it is none. */
  float weight(Message message) {
    int place = find(message);
    return place < 0 ? 0 : weights[place];
  }

  /** Sets a weight above 0; true when the subscriber is new. */
  boolean put(Message message, float weight) {
    int place = find(message);
    if (place >= 0) {
      weights[place] = weight;
      return false;
    }
    if (size == messages.length) {
      messages = Arrays.copyOf(messages, 2 * size);
      weights = Arrays.copyOf(weights, 2 * size);
    }
    messages[size] = message;
    weights[size] = weight;
    size++;
    note(size - 1);
    return true;
  }

  /** Ends a subscription; true when there was one. The last subscriber takes its place. */
  boolean remove(Message message) {
    int place = find(message);
    if (place < 0) {
      return false;
    }
    size--;
    messages[place] = messages[size];
    weights[place] = weights[size];
    Arrays.fill(messages, size, size + 1, null);
    if (places != null) {
      places.remove(message);
      if (place < size) {
        places.put(messages[place], place);
      }
    }
    return true;
  }

  private int find(Message message) {
    if (places != null) {
      return places.getOrDefault(message, -1);
    }
    for (int place = 0; place < size; place++) {
      if (messages[place] == message) {
        return place;
      }
    }
    return -1;
  }

  private void note(int place) {
    if (places != null) {
      places.put(messages[place], place);
    } else if (size > FEW) {
      places = new HashMap<>(2 * size);
      for (int each = 0; each < size; each++) {
        places.put(messages[each], each);
      }
    }
  }
}
