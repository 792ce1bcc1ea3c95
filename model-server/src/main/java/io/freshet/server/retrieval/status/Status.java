package io.freshet.server.retrieval.status;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the system is at one time, as clients see it. What is not known is null, never zero.
 *
 * @param number grows with every status of this process
 * @param at ISO 8601, UTC
 * @param state {@code starting}, {@code fresh}, {@code late} or {@code trouble}
 * @param summary the same in a sentence
 * @param problems what is wrong and what to do, worst first
 */
public record Status(
    long number,
    String at,
    String state,
    String summary,
    List<Problem> problems,
    Freshness freshness,
    Index index,
    Queries queries,
    Releases releases,
    List<Step> pipeline,
    List<Round> rounds,
    List<Job> jobs,
    Inference inference,
    DeadLetters deadLetters,
    List<Source> sources,
    Moves map) {
  /**
   * Something that is wrong.
   *
   * @param level {@code bad} when answers suffer, else {@code warning}
   * @param what in plain words
   * @param remedy what to do about it
   */
  public record Problem(String level, String what, String remedy) {}

  /**
   * How soon events are searchable.
   *
   * @param objectiveMs how soon they are to be
   * @param target share of embeddings that is to meet the objective
   * @param p50Ms of the newest embeddings
   * @param p99Ms of the newest embeddings
   * @param measured embeddings measured since the start
   * @param goodShare of those of the window, how many met the objective
   * @param windowMs how long the window is, at most an hour
   * @param budgetLeft share of the errors that the target allows in the window which is left; below
   *     0 when there were more
   * @param burn errors of the last five minutes over those that the target allows
   */
  public record Freshness(
      long objectiveMs,
      double target,
      @Nullable Double p50Ms,
      @Nullable Double p99Ms,
      long measured,
      @Nullable Double goodShare,
      long windowMs,
      @Nullable Double budgetLeft,
      @Nullable Double burn) {}

  /**
   * The serving index.
   *
   * @param release null while none serves
   * @param generation counts the indexes of this process
   * @param lagMs everything written to its topic longer ago than this has been applied
   * @param recall10 share of the exact ten that sampled live searches found
   * @param recall100 the same of the exact hundred
   * @param catalog items that the catalogue shows
   * @param users histories held
   */
  public record Index(
      @Nullable String release,
      @Nullable Long generation,
      int size,
      @Nullable Long lagMs,
      @Nullable Double recall10,
      @Nullable Double recall100,
      int catalog,
      int users) {}

  /** Questions to this server; quantiles are those of the last minute. */
  public record Queries(
      @Nullable Double perSecond,
      @Nullable Double p50Ms,
      @Nullable Double p99Ms,
      @Nullable Double errorsPerSecond) {}

  /**
   * The releases that were announced.
   *
   * @param active the one that is to serve
   * @param previous the one that a rollback returns to
   * @param fixed whether this server serves one whatever is active
   */
  public record Releases(
      @Nullable String active, @Nullable String previous, boolean fixed, List<Release> known) {}

  /**
   * A release.
   *
   * @param role {@code serving}, {@code previous}, {@code building}, {@code prepared} or {@code
   *     announced}
   * @param items items in its index; null when none is filled here
   * @param coverage items over those of the catalogue
   */
  public record Release(
      String release, String role, @Nullable Integer items, @Nullable Double coverage) {}

  /**
   * A step of the pipeline.
   *
   * @param id for programs
   * @param name for people
   * @param perSecond what leaves it
   * @param unit what that is
   * @param lagRecords records that wait before it
   * @param lagMs how long what waits has waited, or how far behind it is
   * @param state ok, late, stale or unknown
   * @param note what there is to say about the state
   */
  public record Step(
      String id,
      String name,
      @Nullable Double perSecond,
      String unit,
      @Nullable Long lagRecords,
      @Nullable Long lagMs,
      String state,
      String note) {}

  /**
   * A closed round of the embedding job of the serving release.
   *
   * @param round its end, milliseconds since 1970; 0 for the bootstrap
   * @param closedAt milliseconds since 1970
   * @param affected items embedded per layer, layer 0 first
   * @param messages differences sent per layer, layer 1 first
   */
  public record Round(
      long round,
      long closedAt,
      long inputs,
      List<Long> affected,
      List<Long> messages,
      long published,
      long failed) {}

  /**
   * A job on Flink.
   *
   * @param name as Flink has it
   * @param state ok or stale
   * @param runningMs since it runs without a break; 0 while it does not run
   * @param restarts since it was submitted
   * @param checkpointAgeMs since its last checkpoint was completed; null before the first
   * @param checkpointMs how long that one took
   * @param failedCheckpoints since it was submitted
   * @param busy share of its time that its busiest subtask works
   * @param backPressured share of its time that a subtask waits for the next one, at most
   * @param inferenceRetries calls to inference servers that it tried again, since its tasks began;
   *     null when it makes none
   */
  public record Job(
      String name,
      String state,
      double runningMs,
      @Nullable Double restarts,
      @Nullable Double checkpointAgeMs,
      @Nullable Double checkpointMs,
      @Nullable Double failedCheckpoints,
      @Nullable Double busy,
      @Nullable Double backPressured,
      @Nullable Double inferenceRetries) {}

  /**
   * The inference servers together.
   *
   * @param state ok, stale or unknown
   * @param models {@code name version}
   * @param failedPerSecond requests that were refused or failed
   */
  public record Inference(
      String state,
      List<String> models,
      @Nullable Double rowsPerSecond,
      @Nullable Double rowsPerBatch,
      @Nullable Double queueMs,
      @Nullable Double computeMs,
      @Nullable Double pendingRows,
      @Nullable Double failedPerSecond) {}

  /**
   * Records that could not be used.
   *
   * @param kept how many the topics hold
   * @param lastTenMinutes how many came lately
   * @param reasons how many of each reason, of those that were read
   * @param newest newest first, without what would tell of whom they are
   */
  public record DeadLetters(
      long kept,
      long lastTenMinutes,
      Map<String, Long> reasons,
      List<DeadLetterTopic> topics,
      List<DeadLetterSample> newest) {}

  /** Dead letters of one topic. */
  public record DeadLetterTopic(String topic, long kept, Map<String, Long> reasons) {}

  /**
   * A dead letter.
   *
   * @param message what was wrong, without values
   * @param key digest of the key; the same for the same key until the server ends
   * @param position partition and offset of the original
   */
  public record DeadLetterSample(
      String at,
      String topic,
      String reason,
      String message,
      String key,
      String position,
      int valueBytes) {}

  /**
   * A process whose metrics are read.
   *
   * @param state ok, stale or unknown
   * @param ageMs time since it answered
   * @param failure why it did not answer the last time
   */
  public record Source(String name, String state, @Nullable Long ageMs, @Nullable String failure) {}

  /**
   * Points of the map that were refreshed since the status before.
   *
   * @param number of the map that the points are of; 0 while there is none
   * @param points their places in its list
   * @param x where they are now, one for each
   * @param y where they are now, one for each
   */
  public record Moves(long number, List<Integer> points, List<Float> x, List<Float> y) {
    /** Nothing has moved. */
    public static final Moves NONE = new Moves(0, List.of(), List.of(), List.of());
  }
}
