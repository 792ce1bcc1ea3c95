package io.freshet.cli.dlq;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a topic of dead letters holds.
 *
 * @param topic the topic that was read
 * @param dead_letters how many were looked at
 * @param reasons how many of each reason
 * @param samples the newest of them
 */
public record DeadLetterReport(
    String topic, long dead_letters, Map<String, Long> reasons, List<Sample> samples) {
  /** Values may hold what nobody should read on a screen: their size alone is shown. */
  public record Sample(
      String at,
      String reason,
      String message,
      String partition,
      String offset,
      String key,
      int value_bytes) {}

  /**
   * Reads a topic.
   *
   * @param topic whose dead letters
   * @param reason the only one to be looked at; null for all
   * @param most samples
   */
  public static DeadLetterReport read(
      String bootstrapServers, String topic, @Nullable String reason, int most) {
    Map<String, Long> reasons = new TreeMap<>();
    List<Sample> samples = new ArrayList<>();
    String name = topic + ".dlq";
    try (DeadLetters letters = new DeadLetters(bootstrapServers, name, "freshet-dlq-inspect")) {
      letters.rewind();
      letters.forEach(
          letter -> {
            if (reason == null || reason.equals(letter.reason())) {
              reasons.merge(letter.reason(), 1L, Long::sum);
              samples.add(sample(letter));
              if (samples.size() > most) {
                samples.remove(0);
              }
            }
          });
    }
    long all = reasons.values().stream().mapToLong(Long::longValue).sum();
    return new DeadLetterReport(name, all, reasons, List.copyOf(samples));
  }

  /** The same, for people. */
  public Stream<String> lines() {
    Stream<String> counts =
        reasons.entrySet().stream()
            .map(entry -> "  %-20s %,d".formatted(entry.getKey(), entry.getValue()));
    Stream<String> newest =
        samples.stream()
            .map(
                sample ->
                    "  %s %s at %s-%s, key %s, %,d bytes: %s"
                        .formatted(
                            sample.at(),
                            sample.reason(),
                            sample.partition(),
                            sample.offset(),
                            printable(sample.key()),
                            sample.value_bytes(),
                            printable(sample.message())));
    return Stream.concat(
        Stream.concat(Stream.of("%s: %,d dead letters".formatted(topic, dead_letters)), counts),
        newest);
  }

  private static Sample sample(RefusedRecord letter) {
    byte[] value = letter.value();
    return new Sample(
        letter.at().toString(),
        letter.reason(),
        letter.message(),
        letter.partition(),
        letter.offset(),
        letter.keyText(),
        value == null ? 0 : value.length);
  }

  /** Strangers' bytes must not move the cursor of a terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
