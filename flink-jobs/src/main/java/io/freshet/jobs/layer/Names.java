package io.freshet.jobs.layer;

import io.freshet.jobs.state.StateInput;
import io.freshet.jobs.state.StateOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * A few names that come again and again in one value: each is written when it first comes, and as
 * its number after that.
 */
final class Names {
  private final List<String> names = new ArrayList<>(2);

  void write(String name, StateOutput out) {
    int number = names.indexOf(name);
    if (number >= 0) {
      out.count(number);
    } else {
      out.count(names.size()).text(name);
      names.add(name);
    }
  }

  String read(StateInput in) {
    int number = in.count();
    if (number == names.size()) {
      names.add(in.text());
    }
    return names.get(number);
  }
}
