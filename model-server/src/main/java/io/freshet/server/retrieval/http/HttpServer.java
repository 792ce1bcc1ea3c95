package io.freshet.server.retrieval.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.server.retrieval.query.Recommender;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.json.JavalinJackson;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The retrieval server's HTTP face: the door of this package. */
public final class HttpServer implements AutoCloseable {
  private static final int MAX_THREADS = 64;
  private static final int MIN_THREADS = 4;
  private static final String REQUEST_ID = "x-request-id";
  private static final Pattern GOOD_REQUEST_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

  /**
   * Ids may hold anything, so an encoded slash, percent sign, dot segment or semicolon in a path is
   * part of an id. Nothing here maps paths to files, which is what Jetty guards against.
   */
  private static final UriCompliance ANY_ID =
      UriCompliance.RFC3986.with(
          "any id",
          Violation.AMBIGUOUS_PATH_SEPARATOR,
          Violation.AMBIGUOUS_PATH_ENCODING,
          Violation.AMBIGUOUS_PATH_SEGMENT,
          Violation.AMBIGUOUS_PATH_PARAMETER,
          Violation.AMBIGUOUS_EMPTY_SEGMENT);

  private final Javalin app;

  private HttpServer(Javalin app) {
    this.app = app;
  }

  /**
   * Starts listening.
   *
   * @param host address to bind
   * @param port 0 picks a free one
   * @param waitingFor what is missing before answers are complete; empty when ready
   * @param registry metrics that {@code /metrics} shows, and to which the server adds its own
   * @param clock tells the age of embeddings
   */
  public static HttpServer start(
      String host,
      int port,
      Recommender recommender,
      Supplier<List<String>> waitingFor,
      PrometheusRegistry registry,
      InstantSource clock) {
    QueryMetrics metrics = new QueryMetrics(registry);
    Javalin app = Javalin.create(HttpServer::configure);
    RecommendResource users = new RecommendResource(recommender);
    SearchResource search = new SearchResource(recommender);
    UserResource histories = new UserResource(recommender);
    ItemResource items = new ItemResource(recommender, clock);
    HealthResource health = new HealthResource(waitingFor);
    app.before(HttpServer::echoRequestId)
        .get("/api/recommend/{user}", metrics.timed("recommend", users::show))
        .post("/api/recommend", metrics.timed("recommend", users::answer))
        .post("/api/search", metrics.timed("search", search::answer))
        .get("/api/users/{user}/history", metrics.timed("history", histories::showHistory))
        .get("/api/items/{item}/neighbors", metrics.timed("neighbors", items::showNeighbors))
        .get("/api/items/{item}", metrics.timed("item", items::show))
        .get("/healthz", health::showLive)
        .get("/livez", health::showLive)
        .get("/readyz", health::showReady)
        .get("/metrics", new MetricsResource(registry)::show);
    new Errors(metrics).register(app);
    return new HttpServer(app.start(host, port));
  }

  /** The port that is listened on. */
  public int port() {
    return app.port();
  }

  @Override
  public void close() {
    app.stop();
  }

  private static void configure(JavalinConfig config) {
    ObjectMapper json =
        JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    config.showJavalinBanner = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = Body.MAX_BYTES;
    config.jsonMapper(new JavalinJackson(json, false));
    config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    config.jetty.modifyHttpConfiguration(http -> http.setUriCompliance(ANY_ID));
    config.jetty.modifyServer(server -> server.setErrorHandler(new JettyErrors(json)));
  }

  private static void echoRequestId(Context context) {
    String id = context.header(REQUEST_ID);
    if (id != null && GOOD_REQUEST_ID.matcher(id).matches()) {
      context.header(REQUEST_ID, id);
    }
  }
}
