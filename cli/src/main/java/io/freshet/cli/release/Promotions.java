package io.freshet.cli.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What was promoted, when and against which objections: a JSON line each, beside the releases. */
public final class Promotions {
  private static final String FILE = "promotions.jsonl";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  /** The promotions of the releases in a directory. */
  public Promotions(Path directory) {
    file = directory.resolve(FILE);
  }

  /**
   * One promotion.
   *
   * @param time ISO-8601 in UTC
   * @param release what was promoted
   * @param previous what served before, empty for nothing
   * @param objections what the gate said; where there are any, it was forced
   */
  public record Promotion(String time, String release, String previous, List<String> objections) {}

  /** Adds a promotion to the record. */
  public void add(Promotion promotion) throws IOException {
    Files.writeString(file, line(promotion), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** The record as it stands, one JSON object a line. */
  public List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
  }

  private static String line(Promotion promotion) throws JsonProcessingException {
    return JSON.writeValueAsString(promotion) + "\n";
  }
}
