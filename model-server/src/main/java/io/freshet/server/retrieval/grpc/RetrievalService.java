package io.freshet.server.retrieval.grpc;

import io.freshet.schemas.retrieval.IndexState;
import io.freshet.schemas.retrieval.NeighborsRequest;
import io.freshet.schemas.retrieval.RecommendRequest;
import io.freshet.schemas.retrieval.RetrievalAnswer;
import io.freshet.schemas.retrieval.RetrievalGrpc;
import io.freshet.schemas.retrieval.RetrievedItem;
import io.freshet.server.retrieval.http.ErrorCode;
import io.freshet.server.retrieval.http.Failure;
import io.freshet.server.retrieval.http.RequestException;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.query.Answer;
import io.freshet.server.retrieval.query.Page;
import io.freshet.server.retrieval.query.Recommender;
import io.freshet.server.retrieval.query.Seen;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers from the {@link Recommender}, as the resources of the HTTP face do. */
final class RetrievalService extends RetrievalGrpc.RetrievalImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(RetrievalService.class);

  private final Recommender recommender;
  private final GrpcMetrics metrics;

  RetrievalService(Recommender recommender, GrpcMetrics metrics) {
    this.recommender = recommender;
    this.metrics = metrics;
  }

  @Override
  public void recommend(RecommendRequest request, StreamObserver<RetrievalAnswer> observer) {
    answer("recommend", observer, () -> recommend(request));
  }

  @Override
  public void neighbors(NeighborsRequest request, StreamObserver<RetrievalAnswer> observer) {
    answer("neighbors", observer, () -> neighbors(request));
  }

  private Answer recommend(RecommendRequest request) {
    Page page = Pages.page(request.getPage());
    Seen seen = request.getIncludeSeen() ? Seen.INCLUDED : Seen.EXCLUDED;
    return switch (request.getWhoCase()) {
      case USER -> recommender.recommend(request.getUser(), page, seen);
      case HISTORY -> recommender.recommend(liked(request.getHistory().getItemsList()), page, seen);
      case WHO_NOT_SET ->
          throw new RequestException(
              ErrorCode.INVALID_REQUEST, "Cannot answer: name either a user or a history");
    };
  }

  private static History liked(List<String> newestFirst) {
    if (newestFirst.size() > History.MAX_GIVEN) {
      throw new RequestException(
          ErrorCode.INVALID_REQUEST,
          "Cannot answer: history must have no more than %d items (%d)"
              .formatted(History.MAX_GIVEN, newestFirst.size()));
    }
    return new History(newestFirst, Set.copyOf(newestFirst));
  }

  private Answer neighbors(NeighborsRequest request) {
    return recommender
        .neighbors(request.getItem(), Pages.page(request.getPage()))
        .orElseThrow(
            () ->
                new RequestException(
                    ErrorCode.ITEM_NOT_FOUND,
                    "Cannot find item: the catalogue does not show it or it has no embedding yet (%s)"
                        .formatted(request.getItem())));
  }

  private void answer(
      String method, StreamObserver<RetrievalAnswer> observer, Supplier<Answer> question) {
    if (observer instanceof ServerCallStreamObserver<RetrievalAnswer> call) {
      call.setOnCancelHandler(() -> {}); // or answering a caller who left would throw
    }
    long startNanos = System.nanoTime();
    try {
      observer.onNext(message(question.get()));
      observer.onCompleted();
    } catch (RuntimeException e) {
      Failure failure = Failure.of(e);
      if (failure.code() == ErrorCode.INTERNAL) {
        LOG.error("Cannot answer {}", method, e);
      }
      metrics.failed(failure.code());
      observer.onError(Statuses.exception(failure));
    } finally {
      metrics.answered(method, System.nanoTime() - startNanos);
    }
  }

  private static RetrievalAnswer message(Answer answer) {
    RetrievalAnswer.Builder message =
        RetrievalAnswer.newBuilder()
            .setSource(answer.source().name().toLowerCase(Locale.ROOT))
            .setIndex(
                IndexState.newBuilder()
                    .setRelease(answer.index().release())
                    .setGeneration(answer.index().generation())
                    .setSize(answer.index().size())
                    .setAppliedOffset(answer.index().appliedOffset())
                    .setLagMs(answer.index().lagMillis()));
    answer
        .items()
        .forEach(
            item ->
                message.addItems(
                    RetrievedItem.newBuilder()
                        .setId(item.id())
                        .setTitle(item.title())
                        .setType(item.type())
                        .setScore(item.score())));
    return message.build();
  }
}
