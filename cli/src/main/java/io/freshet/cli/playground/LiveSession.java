package io.freshet.cli.playground;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.replay.ReplayProgress;
import io.freshet.server.retrieval.ingest.Freshness;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The live part: tells once a second how things stand, until the time is over or it is stopped. */
final class LiveSession {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int PROBE = 10;

  private final LiveParts parts;
  private final Story story;
  private final StopSignal stop;

  LiveSession(LiveParts parts, Story story, StopSignal stop) {
    this.parts = requireNonNull(parts, "parts is null");
    this.story = requireNonNull(story, "story is null");
    this.stop = requireNonNull(stop, "stop is null");
  }

  /** How things stand at one moment. */
  private record Standing(long events, long affected, long embeddings, long nanos) {}

  /**
   * Runs until the time is over or the signal is raised.
   *
   * @return how the sending went
   */
  ReplayProgress run(LiveEvents events, Demonstration demonstration, Optional<Duration> liveTime)
      throws InterruptedException {
    long began = System.nanoTime();
    Standing before = standing(events);
    boolean toldEnd = false;
    while (!isOver(began, liveTime) && !stop.await(SECOND)) {
      parts.system().check();
      parts.system().unwell().forEach(story::say);
      if (!toldEnd && events.haveEnded()) {
        toldEnd = true;
        story.say("All %,d live events were sent".formatted(events.sent()));
      }
      Standing now = standing(events);
      tell(before, now);
      before = now;
      ask(events, demonstration);
    }
    events.stop();
    return events.outcome();
  }

  private void ask(LiveEvents events, Demonstration demonstration) throws InterruptedException {
    try {
      if (!events.lastUser().isEmpty()) {
        parts.client().recommend(events.lastUser(), PROBE);
      }
      demonstration.step().ifPresent(story::say);
    } catch (IOException e) {
      story.say("  no recommendations: " + e.getMessage());
    }
  }

  private static boolean isOver(long began, Optional<Duration> liveTime) {
    return liveTime.filter(time -> System.nanoTime() - began >= time.toNanos()).isPresent();
  }

  private Standing standing(LiveEvents events) throws InterruptedException {
    long embeddings =
        parts
            .counts()
            .written(parts.system().topics().itemEmbeddings(parts.trained().release().id()));
    return new Standing(events.sent(), parts.watch().affected(), embeddings, System.nanoTime());
  }

  private void tell(Standing before, Standing now) {
    double seconds = (double) (now.nanos() - before.nanos()) / SECOND.toNanos();
    Freshness freshness = parts.retrieval().freshness();
    story.progress(
        "%,6.0f events/s  %,6.0f affected/s  %,6.0f embeddings/s  freshness p50 %s p99 %s  index %,d"
            .formatted(
                (now.events() - before.events()) / seconds,
                (now.affected() - before.affected()) / seconds,
                (now.embeddings() - before.embeddings()) / seconds,
                seconds(freshness.p50Millis()),
                seconds(freshness.p99Millis()),
                parts.retrieval().indexSize()));
  }

  private static String seconds(double millis) {
    return Double.isNaN(millis) ? "-" : "%.1f s".formatted(millis / SECOND.toMillis());
  }
}
