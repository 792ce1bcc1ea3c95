package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.edge.EdgeConfig;
import io.freshet.jobs.event.EventConfig;
import io.freshet.jobs.interaction.CapConfig;
import io.freshet.jobs.interaction.InteractionConfig;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.jobs.load.AdaptiveSettings;
import io.freshet.jobs.statistic.StatisticConfig;
import io.freshet.registry.SchemaConfig;
import io.freshet.schemas.Signal;
import io.freshet.schemas.Topics;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Configuration of the interaction graph job. Keys are the components' names in lower case with
 * hyphens, such as {@code edge.drift-epsilon}.
 *
 * @param kafka how Kafka is reached, {@code kafka.*}; {@code kafka.property.<name>} is handed to
 *     the clients
 * @param topics names of the topics, {@code topics.*}
 * @param job how the job runs, {@code job.*}
 * @param schema framings and schemas, {@code schema.*}; {@code schema.framing.<topic>} for one
 *     topic that is read
 * @param event checks on events, {@code event.*}
 * @param interaction strengths and pairs, {@code interaction.*}; {@code
 *     interaction.strength.<signal>} for one signal
 * @param edge neighborhoods, {@code edge.*}; {@code edge.half-life.<type>} for one neighbor type
 * @param statistic popularity, {@code statistic.*}
 */
public record InteractionGraphConfig(
    KafkaSettings kafka,
    Topics topics,
    JobConfig job,
    SchemaConfig schema,
    EventConfig event,
    InteractionConfig interaction,
    EdgeConfig edge,
    StatisticConfig statistic) {
  private static final String GROUP = "freshet-interaction-graph";

  public InteractionGraphConfig {
    requireNonNull(kafka, "kafka is null");
    requireNonNull(topics, "topics is null");
    requireNonNull(job, "job is null");
    requireNonNull(schema, "schema is null");
    requireNonNull(event, "event is null");
    requireNonNull(interaction, "interaction is null");
    requireNonNull(edge, "edge is null");
    requireNonNull(statistic, "statistic is null");
  }

  /** A broker on this machine, and the defaults of every component. */
  public static InteractionGraphConfig defaults() {
    return new InteractionGraphConfig(
        SharedConfig.kafka(new ConfigReader(Map.of()), GROUP),
        SharedConfig.topics(new ConfigReader(Map.of())),
        JobConfig.defaults(),
        SchemaConfig.defaults(),
        EventConfig.defaults(),
        InteractionConfig.defaults(),
        EdgeConfig.defaults(),
        StatisticConfig.defaults());
  }

  /**
   * The defaults with the given values in place.
   *
   * @throws IllegalArgumentException when a key is unknown or a value is not of its kind
   */
  public static InteractionGraphConfig from(Map<String, String> values) {
    ConfigReader reader = new ConfigReader(values);
    InteractionGraphConfig config = read(reader);
    reader.finish();
    return config;
  }

  /** Every key that the job knows. */
  public static List<ConfigKey> keys() {
    ConfigReader reader = new ConfigReader(Map.of());
    var unused = read(reader);
    return reader.keys();
  }

  private static InteractionGraphConfig read(ConfigReader reader) {
    InteractionGraphConfig defaults = defaults();
    Topics topics = SharedConfig.topics(reader);
    return new InteractionGraphConfig(
        SharedConfig.kafka(reader, GROUP),
        topics,
        JobConfig.read(reader, JobConfig.defaults()),
        SharedConfig.schema(
            reader, topics.listeningEvents(), topics.catalogItems(), topics.userAttributes()),
        event(reader, defaults.event()),
        interaction(reader, defaults.interaction()),
        edge(reader, defaults.edge()),
        statistic(reader, defaults.statistic()));
  }

  private static EventConfig event(ConfigReader reader, EventConfig defaults) {
    return new EventConfig(
        reader.duration("event.max-skew", defaults.maxSkew()),
        reader.duration("event.horizon", defaults.horizon()),
        reader.integer("event.max-bytes", defaults.maxBytes()),
        reader.integer("event.max-id-bytes", defaults.maxIdBytes()));
  }

  private static InteractionConfig interaction(ConfigReader reader, InteractionConfig defaults) {
    Map<Signal, Double> strengths = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      String key = "interaction.strength." + signal.name().toLowerCase(Locale.ROOT);
      strengths.put(signal, reader.number(key, defaults.strengths().getOrDefault(signal, 0.)));
    }
    return new InteractionConfig(
        reader.integer("interaction.history", defaults.history()),
        reader.duration("interaction.horizon", defaults.horizon()),
        reader.duration("interaction.pair-window", defaults.pairWindow()),
        reader.duration("interaction.kernel-half-life", defaults.kernelHalfLife()),
        reader.duration("interaction.session-gap", defaults.sessionGap()),
        reader.number("interaction.across-sessions", defaults.acrossSessions()),
        reader.duration("interaction.min-play", defaults.minPlay()),
        strengths,
        reader.integer("interaction.recent-ids", defaults.recentIds()),
        reader.duration("interaction.id-retention", defaults.idRetention()),
        caps(reader, defaults.caps()),
        reader.duration("interaction.publish-interval", defaults.publishInterval()),
        reader.integer("interaction.cache-entries", defaults.cacheEntries()));
  }

  private static CapConfig caps(ConfigReader reader, CapConfig defaults) {
    return new CapConfig(
        reader.integer("interaction.max-minute-events", defaults.maxMinuteEvents()),
        reader.integer("interaction.max-daily-events", defaults.maxDailyEvents()),
        reader.integer("interaction.max-pairs-per-event", defaults.maxPairsPerEvent()),
        reader.number("interaction.pair-cap", defaults.pairCap()),
        reader.number("interaction.item-cap", defaults.itemCap()),
        reader.integer("interaction.damping-from", defaults.dampingFrom()),
        reader.number("interaction.damping-exponent", defaults.dampingExponent()));
  }

  private static EdgeConfig edge(ConfigReader reader, EdgeConfig defaults) {
    return new EdgeConfig(
        reader.duration("edge.half-life", defaults.halfLife()),
        reader.durationsUnder("edge.half-life."),
        reader.integer("edge.candidates", defaults.candidates()),
        reader.integer("edge.top-k", defaults.topK()),
        reader.integer("edge.min-support", defaults.minSupport()),
        reader.number("edge.drift-epsilon", defaults.driftEpsilon()),
        reader.duration("edge.max-staleness", defaults.maxStaleness()),
        reader.duration("edge.publish-interval", defaults.publishInterval()),
        reader.integer("edge.bundle-size", defaults.bundleSize()),
        reader.duration("edge.bundle-delay", defaults.bundleDelay()),
        reader.integer("edge.cache-entries", defaults.cacheEntries()),
        reader.integer("edge.takedowns", defaults.takedowns()),
        reader.duration("edge.sweep", defaults.sweep()),
        reader.integer("edge.sweep-rate", defaults.sweepRate()),
        adaptive(reader, defaults.adaptive()),
        reader.duration("edge.adaptive.lag", defaults.adaptiveLag()));
  }

  private static AdaptiveSettings adaptive(ConfigReader reader, AdaptiveSettings defaults) {
    return new AdaptiveSettings(
        reader.number("edge.adaptive.limit", defaults.limit()),
        reader.integer("edge.adaptive.levels", defaults.levels()),
        reader.integer("edge.adaptive.loosen-after", defaults.loosenAfter()),
        reader.integer("edge.adaptive.tighten-after", defaults.tightenAfter()));
  }

  private static StatisticConfig statistic(ConfigReader reader, StatisticConfig defaults) {
    return new StatisticConfig(
        reader.number("statistic.epsilon", defaults.epsilon()),
        reader.duration("statistic.publish-interval", defaults.publishInterval()),
        reader.integer("statistic.cache-entries", defaults.cacheEntries()));
  }
}
