package io.freshet.server.retrieval.status;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.EmbeddingRound;
import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.ingest.Consumers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works out how the system is, once for all who look: the door of this package. Three threads: one
 * asks the broker, one asks other processes, one puts together what they and this server know.
 */
public final class StatusBoard implements StatusFeed, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int SALT_BYTES = 16;

  private final TopicWatch topics;
  private final Scraper scraper;
  private final CatalogMap map;
  private final StatusMaker maker;
  private final FigureLog figures = new FigureLog();
  private final InstantSource clock;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "freshet-status");
            thread.setDaemon(true);
            return thread;
          });

  // Guarded by this.
  private Status newest;
  private boolean ended;

  private StatusBoard(Watched watched, StatusConfig config, InstantSource clock) {
    this.clock = requireNonNull(clock, "clock is null");
    DeadLetterLog letters = new DeadLetterLog(new Redaction(salt()));
    RoundLog rounds = new RoundLog(watched.config().schemas().codec(EmbeddingRound.class));
    WatchedTopics names =
        new WatchedTopics(
            watched.config().topics(), () -> watched.ingest().serving().map(Generation::release));
    topics =
        new TopicWatch(
            () -> Consumers.open(properties(watched.config().consumerProperties())),
            names,
            record -> {
              if (WatchedTopics.isDeadLetters(record.topic())) {
                letters.add(record);
              } else {
                rounds.add(record);
              }
            },
            clock);
    scraper = new Scraper(config.targets(), StatusMaker::isWanted, clock);
    map = new CatalogMap(watched.stores().catalog(), watched.ingest()::serving);
    maker = new StatusMaker(watched, config, names, letters, rounds);
    newest = status();
  }

  /** Starts watching; neither the broker nor a process that is away is an error. */
  public static StatusBoard start(Watched watched, StatusConfig config, InstantSource clock) {
    StatusBoard board = new StatusBoard(watched, config, clock);
    board.topics.start();
    board.scraper.start();
    var unused =
        board.ticker.scheduleAtFixedRate(
            board::tick, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return board;
  }

  @Override
  public synchronized Status newest() {
    return newest;
  }

  @Override
  public Optional<Status> after(long number, Duration patience) throws InterruptedException {
    map.stillWanted(clock.instant());
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (this) {
      while (newest.number() == number && !ended) {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (leftMillis <= 0) {
          return Optional.empty();
        }
        wait(leftMillis);
      }
      return ended ? Optional.empty() : Optional.of(newest);
    }
  }

  @Override
  public synchronized boolean hasEnded() {
    return ended;
  }

  @Override
  public Figures figures() {
    return figures.figures();
  }

  @Override
  public Optional<CatalogView> map() {
    return map.view(clock.instant());
  }

  /** Ends the feed and stops watching. */
  @Override
  public void close() {
    ticker.shutdownNow();
    scraper.close();
    synchronized (this) {
      ended = true;
      notifyAll();
    }
    topics.close();
  }

  private void tick() {
    try {
      Status status = status();
      figures.add(clock.instant(), status);
      synchronized (this) {
        newest = status;
        notifyAll();
      }
    } catch (RuntimeException e) {
      LOG.error("Cannot work out the status; trying again", e);
    }
  }

  private Status status() {
    Instant now = clock.instant();
    return maker.make(now, topics.ends(), new Sources(scraper.newest()), map.turn(now));
  }

  private static Map<String, String> properties(Map<String, String> configured) {
    Map<String, String> properties = new HashMap<>();
    // Nobody needs what is followed here at once, and an idle fetch costs both sides something.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "2000");
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "262144");
    properties.putAll(configured);
    return properties;
  }

  private static byte[] salt() {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return salt;
  }
}
