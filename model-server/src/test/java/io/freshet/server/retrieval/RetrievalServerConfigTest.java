package io.freshet.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.retrieval.http.ApiKeys;
import io.freshet.server.retrieval.index.IndexConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RetrievalServerConfigTest {
  @Test
  void defaultsListenOnLoopbackAndFollowTheActiveRelease() {
    RetrievalServerConfig config = RetrievalServerConfig.defaults();
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.release()).isEmpty();
    assertThat(config.recency()).isEqualTo(.9);
    assertThat(config.index()).isEqualTo(IndexConfig.defaults());
    assertThat(config.keys().areSet()).isFalse();
    assertThat(config.items().tombstoneRetention()).hasHours(25);
  }

  @Test
  void everyChangeIsKept() {
    IndexConfig exact = IndexConfig.of(Map.of("index.kind", "exact"));
    RetrievalServerConfig config =
        RetrievalServerConfig.defaults()
            .withBootstrapServers("kafka:1")
            .withTopicPrefix("test-")
            .withAddress("0.0.0.0", 0)
            .withRelease("r1")
            .withKeys(ApiKeys.of("key-of-this-test-only", null))
            .withIndex(exact);
    assertThat(config.index()).isEqualTo(exact);
    assertThat(config.consumerProperties()).containsEntry("bootstrap.servers", "kafka:1");
    assertThat(config.topicPrefix()).isEqualTo("test-");
    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.port()).isZero();
    assertThat(config.release()).hasValue("r1");
    assertThat(config.keys().areSet()).isTrue();
    assertThat(config.toString()).doesNotContain("key-of-this-test-only");
  }

  @Test
  void impossiblePortIsRefused() {
    assertThatThrownBy(() -> RetrievalServerConfig.defaults().withAddress("127.0.0.1", 65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }
}
