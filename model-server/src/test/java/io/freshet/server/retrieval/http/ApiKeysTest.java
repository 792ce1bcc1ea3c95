package io.freshet.server.retrieval.http;

import static io.freshet.server.retrieval.http.Asking.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.server.retrieval.query.World;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ApiKeysTest {
  private static final String ADMIN = "admin-key-0123456789";
  private static final String READ = "read-key-0123456789";
  private static final String RECOMMEND = "/api/recommend/ann";
  private static final String ACTIVATE = "/api/releases/r2/activate";

  @Test
  void withoutKeysEverybodyReadsAndNobodyAdministers() throws Exception {
    try (HttpServer server = start(ApiKeys.none())) {
      Asking asking = new Asking(server);
      asking.get(RECOMMEND, 200);
      assertThat(code(post(asking, ACTIVATE, null, 403))).isEqualTo("forbidden");
      assertThat(code(post(asking, ACTIVATE, ADMIN, 403))).isEqualTo("forbidden");
    }
  }

  @Test
  void eitherKeyReadsAndOnlyTheAdminKeyAdministers() throws Exception {
    try (HttpServer server = start(ApiKeys.of(ADMIN, READ))) {
      Asking asking = new Asking(server);
      assertThat(code(get(asking, RECOMMEND, null, 401))).isEqualTo("unauthorized");
      assertThat(code(get(asking, RECOMMEND, READ + "x", 401))).isEqualTo("unauthorized");
      assertThat(code(get(asking, RECOMMEND, "", 401))).isEqualTo("unauthorized");
      get(asking, RECOMMEND, READ, 200);
      get(asking, RECOMMEND, ADMIN, 200);
      assertThat(code(post(asking, ACTIVATE, null, 401))).isEqualTo("unauthorized");
      assertThat(code(post(asking, ACTIVATE, READ, 403))).isEqualTo("forbidden");
      assertThat(post(asking, ACTIVATE, ADMIN, 200).at("/release").asText()).isEqualTo("r2");
    }
  }

  @Test
  void keyMayBeABearerToken() throws Exception {
    try (HttpServer server = start(ApiKeys.of(ADMIN, READ))) {
      Asking asking = new Asking(server);
      for (String shown : List.of("Bearer " + READ, "bearer " + READ, "Bearer  " + ADMIN)) {
        asking.send(asking.request(RECOMMEND).header("Authorization", shown), 200);
      }
      for (String shown : List.of("Bearer", "Bearer ", "Bearer x" + READ, "Basic " + READ, READ)) {
        asking.send(asking.request(RECOMMEND).header("Authorization", shown), 401);
      }
    }
  }

  @Test
  void everyRouteButTheOpenOnesNeedsAKey() throws Exception {
    try (HttpServer server = start(ApiKeys.of(null, READ))) {
      Asking asking = new Asking(server);
      for (String path :
          List.of("/api/items/a", "/api/items/a/neighbors", "/api/users/a/history", "/metrics")) {
        assertThat(code(get(asking, path, null, 401))).as(path).isEqualTo("unauthorized");
      }
      for (String path : List.of("/api/recommend", "/api/search")) {
        assertThat(code(post(asking, path, null, 401))).as(path).isEqualTo("unauthorized");
      }
      for (String path : List.of("/healthz", "/livez", "/readyz", "/openapi.json")) {
        get(asking, path, null, 200);
      }
      assertThat(code(post(asking, ACTIVATE, READ, 403))).isEqualTo("forbidden");
    }
  }

  @Test
  void releasesThatCannotServeAreRefusedByCode() throws Exception {
    try (HttpServer server = start(ApiKeys.of(ADMIN, null))) {
      Asking asking = new Asking(server);
      assertThat(code(post(asking, "/api/releases/r3/activate", ADMIN, 409)))
          .isEqualTo("release_not_complete");
      assertThat(code(post(asking, "/api/releases/r3/rollback", ADMIN, 409)))
          .isEqualTo("release_not_active");
      assertThat(code(post(asking, "/api/releases/r1/rollback", ADMIN, 404)))
          .isEqualTo("release_not_found");
    }
  }

  @Test
  void keysAreNeverShown() {
    assertThat(ApiKeys.of(ADMIN, READ).toString())
        .isEqualTo("ApiKeys[admin set, read-only set]")
        .doesNotContain(ADMIN, READ);
    assertThatThrownBy(() -> ApiKeys.of("short-secret", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("short-secret");
    assertThatThrownBy(() -> ApiKeys.of(ADMIN, ADMIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(ADMIN);
  }

  private static HttpServer start(ApiKeys keys) {
    return Servers.start(new World().item("a", "track", 0, 1).user("ann", "a"), List::of, keys);
  }

  private static JsonNode get(Asking asking, String path, @Nullable String key, int status)
      throws Exception {
    HttpRequest.Builder request = asking.request(path);
    return asking.send(key == null ? request : request.header("X-API-Key", key), status);
  }

  private static JsonNode post(Asking asking, String path, @Nullable String key, int status)
      throws Exception {
    HttpRequest.Builder request = asking.request(path).POST(BodyPublishers.ofString("{}"));
    return asking.send(key == null ? request : request.header("x-api-key", key), status);
  }
}
