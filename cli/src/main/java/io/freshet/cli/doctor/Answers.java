package io.freshet.cli.doctor;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Answers of the broker, waited for. */
final class Answers {
  private Answers() {}

  static <T> T await(String what, KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new KafkaException("Cannot %s: %s".formatted(what, e.getCause()), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
