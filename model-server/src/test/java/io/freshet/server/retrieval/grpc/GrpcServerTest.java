package io.freshet.server.retrieval.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.schemas.retrieval.LikedItems;
import io.freshet.schemas.retrieval.NeighborsRequest;
import io.freshet.schemas.retrieval.PageRequest;
import io.freshet.schemas.retrieval.RecommendRequest;
import io.freshet.schemas.retrieval.RetrievalAnswer;
import io.freshet.schemas.retrieval.RetrievalGrpc;
import io.freshet.schemas.retrieval.RetrievalGrpc.RetrievalBlockingStub;
import io.freshet.schemas.retrieval.RetrievedItem;
import io.freshet.server.retrieval.http.ApiKeys;
import io.freshet.server.retrieval.http.Listening;
import io.freshet.server.retrieval.http.TestCertificate;
import io.freshet.server.retrieval.http.Tls;
import io.freshet.server.retrieval.query.Recommender;
import io.freshet.server.retrieval.query.World;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real calls by a real client. */
final class GrpcServerTest {
  private static final String KEY = "key-of-this-test-only";

  private final World world =
      new World()
          .item("north", "track", 0, 1)
          .item("northeast", "track", 1, 1)
          .item("east", "podcast", 1, 0)
          .user("ann", "north");
  private GrpcServer server = start(world.recommender(), ApiKeys.none(), Optional.empty());
  private ManagedChannel channel = channel(InsecureChannelCredentials.create());

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void userIsRecommendedWhatIsNear() {
    RetrievalAnswer answer = stub().recommend(recommend("ann"));
    assertThat(ids(answer)).containsExactly("northeast", "east");
    assertThat(answer.getItems(0).getTitle()).isEqualTo("Title of northeast");
    assertThat(answer.getItems(0).getScore()).isPositive();
    assertThat(answer.getSource()).isEqualTo("personal");
    assertThat(answer.getIndex().getRelease()).isEqualTo("r1");
    assertThat(answer.getIndex().getSize()).isEqualTo(3);
    assertThat(answer.getIndex().getAppliedOffset()).isEqualTo(42);
    assertThat(answer.getIndex().getLagMs()).isEqualTo(7);
  }

  @Test
  void historyCanBeGivenAndSeenItemsIncluded() {
    RecommendRequest request =
        RecommendRequest.newBuilder()
            .setHistory(LikedItems.newBuilder().addItems("east"))
            .setIncludeSeen(true)
            .setPage(PageRequest.newBuilder().setN(1))
            .build();
    assertThat(ids(stub().recommend(request))).containsExactly("east");
  }

  @Test
  void neighborsAreFilteredAndExcluded() {
    NeighborsRequest.Builder request = NeighborsRequest.newBuilder().setItem("north");
    assertThat(ids(stub().neighbors(request.build()))).containsExactly("northeast", "east");
    request.setPage(
        PageRequest.newBuilder().setFilterJson("{\"field\":\"type\",\"is\":\"podcast\"}"));
    assertThat(ids(stub().neighbors(request.build()))).containsExactly("east");
    request.setPage(PageRequest.newBuilder().addExclude("northeast"));
    assertThat(ids(stub().neighbors(request.build()))).containsExactly("east");
  }

  @Test
  void errorsHaveTheCodesOfTheRestInterface() {
    assertFails(
        () -> stub().neighbors(NeighborsRequest.newBuilder().setItem("none").build()),
        Status.Code.NOT_FOUND,
        "item_not_found");
    assertFails(
        () -> stub().recommend(RecommendRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        "invalid_request");
    assertFails(
        () -> stub().recommend(page(PageRequest.newBuilder().setN(1001))),
        Status.Code.INVALID_ARGUMENT,
        "invalid_parameter");
    assertFails(
        () -> stub().recommend(page(PageRequest.newBuilder().setN(-1))),
        Status.Code.INVALID_ARGUMENT,
        "invalid_parameter");
    assertFails(
        () ->
            stub()
                .recommend(
                    page(
                        PageRequest.newBuilder()
                            .setFilterJson("{\"field\":\"mood\",\"is\":\"x\"}"))),
        Status.Code.INVALID_ARGUMENT,
        "invalid_filter");
    assertFails(
        () -> stub().recommend(page(PageRequest.newBuilder().setFilterJson("{"))),
        Status.Code.INVALID_ARGUMENT,
        "invalid_request");
    assertFails(
        () -> stub().recommend(page(PageRequest.newBuilder().setMaxStalenessMs(1))),
        Status.Code.UNAVAILABLE,
        "too_stale");
  }

  @Test
  void withoutAnIndexItSaysNotReady() {
    restart(world.recommender(Optional::empty), ApiKeys.none());
    assertFails(() -> stub().recommend(recommend("ann")), Status.Code.UNAVAILABLE, "not_ready");
  }

  @Test
  void whereKeysAreSetOneMustBeShown() {
    restart(world.recommender(), ApiKeys.of(null, KEY));
    assertFails(
        () -> stub().recommend(recommend("ann")), Status.Code.UNAUTHENTICATED, "unauthorized");
    assertFails(
        () -> stub("key-of-another-server").recommend(recommend("ann")),
        Status.Code.UNAUTHENTICATED,
        "unauthorized");
    assertThat(ids(stub(KEY).recommend(recommend("ann")))).isNotEmpty();
  }

  @Test
  void clientWhoTrustsTheCertificateIsAnsweredAndNoOther(@TempDir Path directory) throws Exception {
    TestCertificate certificate = TestCertificate.make(directory, "EC");
    Tls tls = Tls.pem(certificate.certificate(), certificate.key());
    stop();
    server = start(world.recommender(), ApiKeys.none(), Optional.of(tls));
    channel =
        channel(
            TlsChannelCredentials.newBuilder()
                .trustManager(certificate.certificate().toFile())
                .build());
    assertThat(ids(stub().recommend(recommend("ann")))).isNotEmpty();
    channel.shutdownNow();
    channel = channel(InsecureChannelCredentials.create());
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> stub().recommend(recommend("ann")));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  private static void assertFails(Supplier<RetrievalAnswer> call, Status.Code status, String code) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call::get);
    assertThat(failure.getStatus().getCode())
        .as(String.valueOf(failure.getStatus().getDescription()))
        .isEqualTo(status);
    assertThat(failure.getStatus().getDescription()).startsWith("Cannot ");
    assertThat(failure.getTrailers().get(Statuses.CODE)).isEqualTo(code);
  }

  private void restart(Recommender recommender, ApiKeys keys) {
    stop();
    server = start(recommender, keys, Optional.empty());
    channel = channel(InsecureChannelCredentials.create());
  }

  private static GrpcServer start(Recommender recommender, ApiKeys keys, Optional<Tls> tls) {
    return GrpcServer.start(
        new Listening("127.0.0.1", 0, keys, tls), recommender, new PrometheusRegistry());
  }

  private ManagedChannel channel(ChannelCredentials credentials) {
    return NettyChannelBuilder.forAddress("localhost", server.port(), credentials).build();
  }

  private RetrievalBlockingStub stub() {
    return RetrievalGrpc.newBlockingStub(channel);
  }

  private RetrievalBlockingStub stub(String key) {
    Metadata headers = new Metadata();
    headers.put(KeyInterceptor.KEY, key);
    return stub().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static RecommendRequest recommend(String user) {
    return RecommendRequest.newBuilder().setUser(user).build();
  }

  private static RecommendRequest page(PageRequest.Builder page) {
    return RecommendRequest.newBuilder().setUser("ann").setPage(page).build();
  }

  private static List<String> ids(RetrievalAnswer answer) {
    return answer.getItemsList().stream().map(RetrievedItem::getId).toList();
  }
}
