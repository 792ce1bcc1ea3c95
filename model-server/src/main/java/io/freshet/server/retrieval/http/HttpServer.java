package io.freshet.server.retrieval.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.server.retrieval.query.Recommender;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.json.JavalinJackson;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;
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
   * @param registry metrics that {@code /metrics} shows, and to which the server adds its own
   * @param clock tells the age of embeddings
   */
  public static HttpServer start(
      Listening listening, Served served, PrometheusRegistry registry, InstantSource clock) {
    QueryMetrics metrics = new QueryMetrics(registry);
    Doorkeeper door = new Doorkeeper(listening.keys());
    Javalin app =
        Javalin.create(config -> configure(config, listening)).before(HttpServer::echoRequestId);
    for (Route route : routes(served, registry, clock)) {
      app.addHttpHandler(
          route.method(),
          route.path(),
          door.guarded(
              route.access(),
              route.isStream() ? route.handler() : metrics.timed(route.name(), route.handler())));
    }
    PageResource page = new PageResource();
    app.get("/", page::showIndex).get("/page/{file}", page::showFile);
    new Errors(metrics).register(app);
    return new HttpServer(app.start(listening.host(), listening.port()));
  }

  /** Everything that can be asked; the ops page, which asks it, is beside that. */
  static List<Route> routes(Served served, PrometheusRegistry registry, InstantSource clock) {
    Recommender recommender = served.recommender();
    RecommendResource users = new RecommendResource(recommender, new AnswerMetrics(registry));
    UserResource histories = new UserResource(recommender);
    ItemResource items = new ItemResource(recommender, served.titles(), clock);
    HealthResource health = new HealthResource(served.waitingFor());
    ReleaseResource releases = new ReleaseResource(served.releases());
    StatusResource status = new StatusResource(served.status());
    return List.of(
        Route.get("/api/recommend/{user}", "recommend", Access.READ, users::show),
        Route.post("/api/recommend", "recommend", Access.READ, users::answer),
        Route.post(
            "/api/search",
            "search",
            Access.READ,
            new SearchResource(recommender, served.texts())::answer),
        Route.get("/api/users/{user}/history", "history", Access.READ, histories::showHistory),
        Route.get("/api/items", "titles", Access.READ, items::search),
        Route.get("/api/items/{item}/neighbors", "neighbors", Access.READ, items::showNeighbors),
        Route.get(
            "/api/items/{item}/graph",
            "graph",
            Access.READ,
            new GraphResource(served.graph(), recommender)::show),
        Route.get(
            "/api/items/{item}/why/{user}",
            "why",
            Access.READ,
            new WhyResource(served.graph(), recommender)::show),
        Route.get("/api/items/{item}", "item", Access.READ, items::show),
        Route.post(
            "/api/releases/{release}/activate", "activate", Access.ADMIN, releases::activate),
        Route.post(
            "/api/releases/{release}/rollback", "rollback", Access.ADMIN, releases::rollback),
        Route.get("/api/status", "status", Access.READ, status::show),
        Route.stream(
            "/api/status/stream", Access.READ, new StatusStreamResource(served.status())::stream),
        Route.get("/api/map", "map", Access.READ, status::showMap),
        Route.post(
            "/api/snapshots",
            "snapshot",
            Access.ADMIN,
            new SnapshotResource(served.snapshots())::take),
        Route.get("/healthz", "health", Access.OPEN, health::showLive),
        Route.get("/livez", "health", Access.OPEN, health::showLive),
        Route.get("/readyz", "health", Access.OPEN, health::showReady),
        Route.get("/metrics", "metrics", Access.READ, new MetricsResource(registry)::show),
        Route.get("/openapi.json", "openapi", Access.OPEN, new OpenApiResource()::show));
  }

  /** The port that is listened on. */
  public int port() {
    return app.port();
  }

  @Override
  public void close() {
    app.stop();
  }

  private static void configure(JavalinConfig config, Listening listening) {
    listening
        .tls()
        .ifPresent(tls -> config.jetty.addConnector(new HttpsConnector(listening, tls)::of));
    ObjectMapper json = Json.mapper();
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
