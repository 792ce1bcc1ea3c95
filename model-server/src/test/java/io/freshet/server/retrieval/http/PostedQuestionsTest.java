package io.freshet.server.retrieval.http;

import static io.freshet.server.retrieval.http.Asking.code;
import static io.freshet.server.retrieval.http.Asking.ids;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.server.retrieval.index.ItemAttributes;
import io.freshet.server.retrieval.query.World;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostedQuestionsTest {
  private final World world =
      new World()
          .item("north", "track", 0, 1)
          .attributes("north", by("Anna", "sv", "2024-05-01T00:00:00Z"))
          .item("northeast", "track", .6f, .8f)
          .attributes("northeast", by("Anna", "en", "2026-01-10T00:00:00Z"))
          .item("east", "podcast", 1, 0)
          .attributes("east", by("Bo", "en-GB", null))
          .item("south", "track", 0, -1)
          .attributes("south", by("Anna", "pt", "2020-01-01T00:00:00Z"))
          .user("ann", "north");
  private final HttpServer server = Servers.start(world, List::of, ApiKeys.none());
  private final Asking asking = new Asking(server);

  private static ItemAttributes by(
      String creator, @Nullable String language, @Nullable String releasedAt) {
    return new ItemAttributes(
        List.of(creator),
        List.of("folk"),
        language,
        Set.of("SE", "GB"),
        200_000L,
        releasedAt == null ? null : Instant.parse(releasedAt),
        Map.of("mood", "calm"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void recommendsToUsersAndToHistoriesAlike() throws Exception {
    JsonNode user = recommend("{'user':'ann'}");
    assertThat(ids(user)).containsExactly("northeast", "east", "south");
    assertThat(user.at("/source").asText()).isEqualTo("personal");
    assertThat(recommend("{'history':['north']}")).isEqualTo(user);
    assertThat(ids(recommend("{'history':['north'],'exclude_seen':false,'n':1}")))
        .containsExactly("north");
    assertThat(recommend("{'history':[]}").at("/source").asText()).isEqualTo("popular");
    assertThat(user.at("/index"))
        .isEqualTo(
            Asking.JSON.readTree(
                """
                {"release":"r1","generation":3,"size":4,"applied_offset":42,"lag_ms":7}"""));
  }

  @Test
  void filtersOfEveryKindAreUnderstood() throws Exception {
    assertFiltered("{'field':'type','is':'podcast'}", "east");
    assertFiltered("{'field':'language','in':['en','xx']}", "northeast", "east");
    assertFiltered("{'field':'market','is':'se'}", "northeast", "east", "south");
    assertFiltered("{'field':'market','is':'BR'}");
    assertFiltered("{'field':'creator','is':'Bo'}", "east");
    assertFiltered("{'field':'genre','is':'rock'}");
    assertFiltered("{'field':'attributes.mood','is':'calm'}", "northeast", "east", "south");
    assertFiltered("{'field':'released_at','gte':'2026-01-10T00:00:00Z'}", "northeast");
    assertFiltered("{'field':'released_at','gt':'2026-01-10T00:00:00Z'}");
    assertFiltered("{'field':'released_at','lt':1768003200000}", "south");
    assertFiltered("{'field':'released_at','lte':1768003200000}", "northeast", "south");
    assertFiltered("{'field':'duration_ms','gt':1,'lt':200000}");
    assertFiltered("{'not':{'field':'type','is':'podcast'}}", "northeast", "south");
    assertFiltered(
        "{'all':[{'field':'type','is':'track'},{'not':{'field':'language','is':'pt'}}]}",
        "northeast");
    assertFiltered(
        "{'any':[{'field':'language','is':'pt'},{'field':'creator','is':'Bo'}]}", "east", "south");
    assertFiltered("{'all':[]}", "northeast", "east", "south");
    assertFiltered("{'any':[]}");
  }

  private void assertFiltered(String filter, String... expected) throws Exception {
    JsonNode usual = recommend("{'user':'ann','filter':%s}".formatted(filter));
    assertThat(ids(usual)).as(filter).containsExactly(expected);
    assertThat(recommend("{'user':'ann','filter':%s,'exact':true}".formatted(filter)))
        .isEqualTo(usual);
  }

  @Test
  void exclusionsAndCreatorsAreObeyedAndThePageStillFilled() throws Exception {
    assertThat(ids(recommend("{'user':'ann','exclude':['northeast','none'],'n':2}")))
        .containsExactly("east", "south");
    assertThat(ids(recommend("{'user':'ann','per_creator':1,'n':2}")))
        .containsExactly("northeast", "east");
    assertThat(ids(recommend("{'history':[],'per_creator':1,'n':4}"))).hasSize(2).contains("east");
  }

  @Test
  void searchFindsWhatIsNearAVector() throws Exception {
    JsonNode answer = asking.post("/api/search", "{\"vector\":[3,0],\"n\":2}", 200);
    assertThat(ids(answer)).containsExactly("east", "northeast");
    assertThat(answer.at("/source").asText()).isEqualTo("search");
    assertThat(answer.at("/items/0/score").asDouble()).isEqualTo(1);
    for (String bad : List.of("[1]", "[0,0]", "[1e39,1]", "[1,2,3]")) {
      JsonNode refused = asking.post("/api/search", "{\"vector\":" + bad + "}", 400);
      assertThat(code(refused)).as(bad).isEqualTo("invalid_vector");
    }
    assertThat(code(asking.post("/api/search", "{\"vector\":[\"1\",2]}", 400)))
        .isEqualTo("invalid_request");
    assertThat(code(asking.post("/api/search", "{\"text\":\"jazz\"}", 409)))
        .isEqualTo("text_search_off");
  }

  @Test
  void staleIndexIsRefusedWhenFreshnessIsAskedFor() throws Exception {
    assertThat(ids(recommend("{'user':'ann','max_staleness_ms':7}"))).hasSize(3);
    JsonNode refused =
        asking.post("/api/recommend", "{\"user\":\"ann\",\"max_staleness_ms\":6}", 503);
    assertThat(code(refused)).isEqualTo("too_stale");
  }

  @Test
  void historyShowsWhatWasLikedAndTitlesWhereTheCatalogueHasThem() throws Exception {
    world.user("bob", "gone", "east");
    JsonNode history = asking.get("/api/users/bob/history", 200);
    assertThat(history.at("/liked"))
        .isEqualTo(
            Asking.JSON.readTree(
                """
                [{"id":"gone","title":null,"type":null},
                 {"id":"east","title":"Title of east","type":"podcast"}]"""));
    assertThat(history.at("/index/release").asText()).isEqualTo("r1");
    assertThat(code(asking.get("/api/users/nobody/history", 404))).isEqualTo("user_not_found");
  }

  @Test
  void itemShowsItsAttributesAsFiltersNameThem() throws Exception {
    JsonNode item = asking.get("/api/items/northeast", 200);
    assertThat(item.at("/attributes"))
        .isEqualTo(
            Asking.JSON.readTree(
                """
                {"creator":["Anna"],"genre":["folk"],"language":"en","market":["GB","SE"],
                 "duration_ms":200000,"released_at":"2026-01-10T00:00:00Z",
                 "attributes":{"mood":"calm"}}"""));
    assertThat(item.at("/error_estimate").asDouble(-1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{} {}",
        "{'user':'a','user':'b'}",
        "{}",
        "{'user':'a','history':[]}",
        "{'user':7}",
        "{'user':'a','colour':'red'}",
        "{'user':'a','n':'5'}",
        "{'user':'a','n':1.5}",
        "{'user':'a','n':9223372036854775808}",
        "{'user':'a','exclude':'x'}",
        "{'user':'a','exclude':[1]}",
        "{'user':'a','exact':1}"
      })
  void badBodiesAreRefusedByName(String body) throws Exception {
    JsonNode refused = asking.post("/api/recommend", body.replace('\'', '"'), 400);
    assertThat(code(refused)).isEqualTo("invalid_request");
    assertThat(refused.at("/error/message").asText()).startsWith("Cannot answer: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'n':0",
        "'n':1001",
        "'n':99999999999",
        "'per_creator':0",
        "'max_staleness_ms':-1"
      })
  void badParametersAreRefused(String parameter) throws Exception {
    String body = "{'user':'a',%s}".formatted(parameter).replace('\'', '"');
    assertThat(code(asking.post("/api/recommend", body, 400))).isEqualTo("invalid_parameter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "'track'",
        "{}",
        "{'all':{}}",
        "{'some':[]}",
        "{'all':[],'any':[]}",
        "{'field':'mood','is':'x'}",
        "{'field':'type'}",
        "{'field':'type','gt':1}",
        "{'field':'type','is':'a','in':['b']}",
        "{'field':'duration_ms','gt':'long'}",
        "{'field':'duration_ms','gt':1,'near':2}",
        "{'field':'duration_ms','gt':1e999}",
        "{'field':'released_at','gt':'yesterday'}",
        "{'not':[]}"
      })
  void badFiltersAreRefused(String filter) throws Exception {
    assertThat(code(refusedFilter(filter))).isEqualTo("invalid_filter");
  }

  @Test
  void filtersAreBoundedInDepthAndSize() throws Exception {
    String condition = "{'field':'type','is':'track'}";
    String deep = "{'not':".repeat(7) + condition + "}".repeat(7);
    assertThat(ids(recommend("{'user':'ann','filter':%s}".formatted(deep))))
        .containsExactly("east");
    assertThat(code(refusedFilter("{'not':" + deep + "}"))).isEqualTo("invalid_filter");
    String wide = "{'any':[%s]}".formatted((condition + ",").repeat(256) + condition);
    assertThat(code(refusedFilter(wide))).isEqualTo("invalid_filter");
    String deepest = "{'not':".repeat(5000) + condition + "}".repeat(5000);
    assertThat(code(refusedFilter(deepest))).isEqualTo("invalid_request");
    String longer = "'" + "x".repeat(Body.MAX_BYTES) + "'";
    JsonNode refused = asking.post("/api/recommend", "{'user':%s}".formatted(longer), 413);
    assertThat(code(refused)).isEqualTo("body_too_large");
  }

  @Test
  void noBodyHoweverGarbledIsAnInternalError() throws Exception {
    Random random = new Random(5);
    String good = "{'user':'ann','n':3,'filter':{'all':[{'field':'type','in':['a']}]}}";
    for (int i = 0; i < 300; i++) {
      StringBuilder garbled = new StringBuilder(good.replace('\'', '"'));
      for (int edit = 0; edit <= random.nextInt(4); edit++) {
        int at = random.nextInt(garbled.length());
        if (random.nextBoolean()) {
          garbled.setCharAt(at, (char) (32 + random.nextInt(96)));
        } else {
          garbled.deleteCharAt(at);
        }
      }
      HttpRequest.Builder request =
          asking.request("/api/recommend").POST(BodyPublishers.ofString(garbled.toString()));
      assertThat(asking.status(request)).as(garbled.toString()).isIn(200, 400);
    }
  }

  private JsonNode recommend(String body) throws Exception {
    return asking.post("/api/recommend", body.replace('\'', '"'), 200);
  }

  private JsonNode refusedFilter(String filter) throws Exception {
    String body = "{'user':'ann','filter':%s}".formatted(filter).replace('\'', '"');
    return asking.post("/api/recommend", body, 400);
  }
}
