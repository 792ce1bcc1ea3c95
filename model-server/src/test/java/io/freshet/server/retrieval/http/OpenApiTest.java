package io.freshet.server.retrieval.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.server.retrieval.query.Why;
import io.freshet.server.retrieval.query.World;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpenApiTest {
  private final World world =
      new World().item("north", "track", 0, 1).user("ann", "north").user("north", "north");
  private final HttpServer server = Servers.start(world, List::of, ApiKeys.none());
  private final Asking asking = new Asking(server);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void documentHasEveryRouteAndNoOther() throws Exception {
    List<String> described = new ArrayList<>();
    paths()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> described.add(method + " " + path.getKey())));
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            routes().stream().map(OpenApiTest::methodAndPath).toList());
  }

  @Test
  void everyRouteIsServedAndItsParametersAndKeysDescribed() throws Exception {
    for (Route route : routes()) {
      JsonNode operation = document().at("/paths").get(route.path()).get(method(route));
      assertThat(operation.at("/parameters").findValuesAsText("name"))
          .as(route.path())
          .containsAll(parameters(route.path()));
      assertThat(operation.at("/security").toString())
          .as(route.path())
          .isEqualTo(
              switch (route.access()) {
                case OPEN -> "[]";
                case READ -> "[{\"api_key\":[]},{\"bearer\":[]},{}]";
                case ADMIN -> "[{\"api_key\":[]},{\"bearer\":[]}]";
              });
      String path =
          route.path().replaceAll("\\{.*?}", "north")
              + (route.path().equals("/api/items") ? "?q=north" : "");
      assertThat(
              asking.status(
                  asking.request(path).method(route.method().name(), BodyPublishers.noBody())))
          .as(path)
          .isIn(200, 400, 403);
    }
  }

  @Test
  void everyErrorCodeIsDescribed() throws Exception {
    List<String> codes = new ArrayList<>();
    document()
        .at("/components/schemas/Error/properties/error/properties/code/enum")
        .forEach(it -> codes.add(it.asText()));
    assertThat(codes)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ErrorCode.values()).map(ErrorCode::wireName).toList());
  }

  @Test
  void everyReferenceLeadsSomewhere() throws Exception {
    JsonNode document = document();
    List<String> references = document.findValuesAsText("$ref");
    assertThat(references).hasSizeGreaterThan(20);
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void answersHaveTheDescribedFields() throws Exception {
    assertFields("Answer", asking.get("/api/recommend/ann", 200));
    assertFields("Index", asking.get("/api/recommend/ann", 200).at("/index"));
    assertFields("ScoredItem", asking.get("/api/recommend/nobody", 200).at("/items/0"));
    JsonNode explained =
        asking.post(
            "/api/recommend", "{\"user\":\"ann\",\"explain\":true,\"exclude_seen\":false}", 200);
    assertFields("ExplainedAnswer", explained);
    assertFields("ExplainedItem", explained.at("/items/0"));
    assertFields("Explanation", explained.at("/items/0/because"));
    assertFields("ExplainingPlay", explained.at("/items/0/because/plays/0"));
    assertFields("Item", asking.get("/api/items/north", 200));
    assertFields("Attributes", asking.get("/api/items/north", 200).at("/attributes"));
    assertFields("History", asking.get("/api/users/ann/history", 200));
    assertFields("Titles", asking.get("/api/items?q=north", 200));
    assertFields("Neighborhood", asking.get("/api/items/north/graph", 200));
    assertFields("Neighbor", asking.get("/api/items/north/graph", 200).at("/neighbors/0"));
    assertFields("Why", asking.get("/api/items/north/why/ann", 200));
    assertFields(
        "MovingNeighbor",
        Json.mapper().valueToTree(new Why.MovingNeighbor("north", "Title of north", .5f, .1)));
    assertFields("Map", asking.get("/api/map", 200));
    JsonNode status = asking.get("/api/status", 200);
    assertFields("Status", status);
    assertFields("Problem", status.at("/problems/0"));
    assertFields("Freshness", status.at("/freshness"));
    assertFields("ServingIndex", status.at("/index"));
    assertFields("Queries", status.at("/queries"));
    assertFields("Releases", status.at("/releases"));
    assertFields("Release", status.at("/releases/known/0"));
    assertFields("Step", status.at("/pipeline/0"));
    assertFields("Round", status.at("/rounds/0"));
    assertFields("Job", status.at("/jobs/0"));
    assertFields("Inference", status.at("/inference"));
    assertFields("DeadLetters", status.at("/dead_letters"));
    assertFields("DeadLetterTopic", status.at("/dead_letters/topics/0"));
    assertFields("DeadLetterSample", status.at("/dead_letters/newest/0"));
    assertFields("Source", status.at("/sources/0"));
    assertFields("Moves", status.at("/map"));
    assertFields("Ready", asking.get("/readyz", 200));
    assertFields("Error", asking.get("/api/items/none", 404));
  }

  @Test
  void requestsMayHaveTheDescribedFieldsAndNoOther() throws Exception {
    JsonNode refused = asking.post("/api/recommend", "{\"x\":1}", 400);
    JsonNode fields = document().at("/components/schemas/RecommendRequest/properties");
    List<String> described = new ArrayList<>();
    fields.fieldNames().forEachRemaining(described::add);
    assertThat(refused.at("/error/message").asText())
        .endsWith("there are %s".formatted(described.stream().sorted().toList()));
  }

  private void assertFields(String schema, JsonNode answer) throws Exception {
    List<String> described = new ArrayList<>();
    document()
        .at("/components/schemas/" + schema + "/properties")
        .fieldNames()
        .forEachRemaining(described::add);
    List<String> answered = new ArrayList<>();
    answer.fieldNames().forEachRemaining(answered::add);
    assertThat(answered).as(schema).containsExactlyInAnyOrderElementsOf(described);
  }

  private JsonNode document() throws Exception {
    return asking.get("/openapi.json", 200);
  }

  private Stream<Map.Entry<String, JsonNode>> paths() throws Exception {
    return document().at("/paths").properties().stream();
  }

  private List<Route> routes() {
    return HttpServer.routes(
        Servers.served(world, List::of), new PrometheusRegistry(), InstantSource.fixed(World.NOW));
  }

  private static String methodAndPath(Route route) {
    return method(route) + " " + route.path();
  }

  private static String method(Route route) {
    return route.method().name().toLowerCase(Locale.ROOT);
  }

  private static List<String> parameters(String path) {
    return Pattern.compile("\\{(.*?)}").matcher(path).results().map(it -> it.group(1)).toList();
  }
}
