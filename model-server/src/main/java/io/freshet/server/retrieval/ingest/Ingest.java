package io.freshet.server.retrieval.ingest;

import io.freshet.schemas.Topics;
import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.Progress;
import io.freshet.server.retrieval.index.Stores;
import io.freshet.server.retrieval.store.RecordStore;
import io.freshet.server.retrieval.tower.PlainTowers;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stores and the index equal to the topics: the door of this package. Thread-safe once
 * started.
 */
public final class Ingest implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
  private static final Duration TURN_EVERY = Duration.ofMillis(100);

  private final IngestConfig config;
  private final Stores stores;
  private final Optional<RecordStore> disk;
  private final TopicInspector inspector;
  private final InstantSource clock;
  private final IngestMetrics metrics;
  private final AtomicLong generationNumbers = new AtomicLong();
  private final ReleaseHandler releases;
  private final Generations generations;
  private final TowerFollowers followers = new TowerFollowers();
  private final ReleaseTowers towers;
  private final TopicReader releaseReader;
  private final TopicReader statisticsReader;
  private final TopicReader userAttributesReader;
  private final List<TopicReader> readers;
  private final Optional<StoredLayouts> layouts;

  /** Why the wanted release cannot be built. */
  private volatile Optional<String> unusable = Optional.empty();

  private final ScheduledExecutorService turner =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "freshet-generations");
            thread.setDaemon(true);
            return thread;
          });

  private Ingest(
      IngestConfig config,
      Stores stores,
      Optional<RecordStore> disk,
      PrometheusRegistry registry,
      InstantSource clock) {
    this.config = config;
    this.stores = stores;
    this.disk = disk;
    this.inspector = new TopicInspector(config.consumerProperties());
    this.clock = clock;
    this.metrics = new IngestMetrics(registry);
    this.generations = new Generations(this::build, config.minCoverage());
    this.releases = new ReleaseHandler(config.schemas());
    this.towers = new ReleaseTowers(clock);
    Topics topics = config.topics();
    this.layouts = disk.map(it -> new StoredLayouts(it, topics));
    this.releaseReader = read(topics.modelReleases().name(), releases);
    this.statisticsReader =
        read(
            topics.itemStatistics().name(),
            new StatisticsHandler(stores.popularity(), followers::used, config.schemas()));
    this.userAttributesReader =
        read(
            topics.userAttributes().name(),
            new UserAttributesHandler(stores.userAttributes(), config.schemas()));
    this.readers =
        List.of(
            releaseReader,
            read(
                topics.catalogItems().name(),
                new CatalogHandler(stores.catalog(), config.schemas())),
            read(
                topics.userHistories().name(),
                new HistoryHandler(stores.histories(), config.schemas())),
            userAttributesReader,
            statisticsReader);
    new IngestGauges(registry)
        .readers(this::awaited)
        .generations(generations, stores.catalog())
        .keys(stores);
  }

  /**
   * Starts reading. Neither a broker that does not answer nor a topic that does not exist yet is an
   * error: both are waited for.
   *
   * @param disk where records are kept beside memory, and gone on from; empty to read all topics
   *     from their beginning
   */
  public static Ingest start(
      IngestConfig config,
      Stores stores,
      Optional<RecordStore> disk,
      PrometheusRegistry registry,
      InstantSource clock) {
    Ingest ingest = new Ingest(config, stores, disk, registry, clock);
    var unused =
        ingest.turner.scheduleWithFixedDelay(
            ingest::turn, 0, TURN_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return ingest;
  }

  /** The generation that answers; empty until there is one. */
  public Optional<Generation> serving() {
    return generations.serving();
  }

  /**
   * Sees to it that the release could serve, and tells how far that is: starts filling its index,
   * in place of another that was prepared, if none is kept.
   *
   * @throws UnusableReleaseException when its towers cannot be loaded
   */
  public ReleaseState prepare(String release) {
    return releases.announced(release).isPresent()
        ? generations.prepare(release)
        : ReleaseState.UNKNOWN;
  }

  /** Every release that was announced or has an index here, each once. */
  public List<KnownRelease> releases() {
    List<KnownRelease> known = new ArrayList<>(generations.kept());
    Set<String> kept = known.stream().map(KnownRelease::release).collect(Collectors.toSet());
    releases.announced().stream()
        .filter(release -> !kept.contains(release))
        .map(release -> new KnownRelease(release, KnownRelease.Role.ANNOUNCED, 0))
        .forEach(known::add);
    return known;
  }

  /** The release that is to serve, as the active record says. */
  public Optional<String> activeRelease() {
    return releases.active();
  }

  /** The release that a rollback returns to, as the active record says. */
  public Optional<String> previousRelease() {
    return releases.previous();
  }

  /** What is still missing before answers are complete, in words; empty when ready. */
  public List<String> waitingFor() {
    List<String> waiting =
        awaited()
            .filter(Predicate.not(TopicReader::caughtUp))
            .map(reader -> "end of " + reader.topic())
            .collect(Collectors.toCollection(ArrayList::new));
    if (serving().isEmpty()) {
      waiting.add(
          wanted()
              .map(release -> unusable.orElse("embeddings of release " + release))
              .orElse("an active model release"));
    }
    return waiting;
  }

  /** Longest lag of any topic that answers come from. */
  public Duration lag() {
    return Stream.concat(
            awaited().map(TopicReader::progress), serving().stream().map(it -> it.progress().get()))
        .map(Progress::lag)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Readers of topics that answers need; nobody has to tell anything of users. */
  private Stream<TopicReader> awaited() {
    return readers.stream()
        .filter(reader -> !(reader.equals(userAttributesReader) && reader.isMissing()));
  }

  /**
   * Makes what is on disk fit for a snapshot: forgets what no release that is kept needs, nothing
   * before one serves, and writes down how the indexes are laid out.
   */
  public void prepareSnapshot() {
    if (disk.isPresent() && serving().isPresent()) {
      generations.whileKept(releases -> forgetAllBut(topics(releases), disk.get()));
      layouts.ifPresent(it -> generations.filled().forEach(it::write));
    }
  }

  private Set<String> topics(Set<String> keptReleases) {
    Set<String> topics = readers.stream().map(TopicReader::topic).collect(Collectors.toSet());
    keptReleases.forEach(it -> topics.add(config.topics().itemEmbeddings(it).name()));
    return topics;
  }

  private static void forgetAllBut(Set<String> topics, RecordStore disk) {
    disk.topics().stream().filter(it -> !topics.contains(it)).forEach(disk::forget);
  }

  /** How fast events have become searchable. */
  public Freshness freshness() {
    return metrics.freshness();
  }

  @Override
  public void close() {
    turner.shutdownNow();
    readers.forEach(TopicReader::close);
    generations.close();
  }

  private void turn() {
    try {
      followers.turn();
      // Until the last record is read, the active release may be one of long ago.
      if (releaseReader.caughtUp()) {
        wanted().ifPresent(generations::turn);
      }
      unusable = Optional.empty();
    } catch (UnusableReleaseException e) {
      if (!unusable.equals(Optional.of(e.reason()))) {
        LOG.error("Cannot move to the wanted release; trying again: {}", e.reason());
      }
      unusable = Optional.of(e.reason());
    } catch (RuntimeException e) {
      LOG.error("Cannot move to the wanted release; trying again", e);
    }
  }

  private Optional<String> wanted() {
    return config.release().or(releases::active);
  }

  private Build build(String release) {
    Optional<AnnouncedRelease> announced = releases.announced(release);
    Optional<PlainTowers> loaded =
        announced.filter(AnnouncedRelease::hasTowers).map(it -> towers.load(release, it));
    long number = generationNumbers.incrementAndGet();
    GenerationIndex index =
        loaded
            .map(it -> new GenerationIndex(it, config.index(), config.items(), clock, stores))
            .orElseGet(() -> withoutTowers(announced));
    layouts.ifPresent(it -> it.read(release, index));
    Optional<TowerFollower> follower =
        index.towers().map(it -> followers.follow(it, statisticsReader::caughtUp, clock));
    EmbeddingHandler handler =
        new EmbeddingHandler(
            index, oldestEventAt -> searchable(number, oldestEventAt), config.schemas());
    String topic = config.topics().itemEmbeddings(release).name();
    return new TopicBuild(release, number, index, follower, handler, it -> read(topic, it));
  }

  private GenerationIndex withoutTowers(Optional<AnnouncedRelease> announced) {
    OptionalInt dimensions =
        announced.map(it -> OptionalInt.of(it.embeddingDimensions())).orElse(OptionalInt.empty());
    return new GenerationIndex(dimensions, config.index(), config.items(), clock, stores.catalog());
  }

  private void searchable(long number, Instant oldestEventAt) {
    // What is read while catching up or building says nothing about how fresh answers are.
    if (serving().filter(generation -> generation.number() == number).isPresent()) {
      metrics.searchableAfter(Duration.between(oldestEventAt, clock.instant()).toMillis());
    }
  }

  private TopicReader read(String topic, RecordHandler handler) {
    TopicMemory memory =
        disk.<TopicMemory>map(it -> new StoredTopic(topic, it, inspector, metrics, clock))
            .orElse(TopicMemory.NONE);
    return TopicReader.start(
        topic, handler, () -> Consumers.open(config.consumerProperties()), memory, metrics, clock);
  }
}
