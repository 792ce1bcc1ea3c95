package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.Answer;
import io.freshet.server.retrieval.query.Page;
import io.freshet.server.retrieval.query.Recommender;
import io.freshet.server.retrieval.text.TextVectors;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /api/search}: items near a vector of the serving release's embedding space, or near
 * where an item of a text would lie.
 */
final class SearchResource {
  private static final int MAX_TEXT = 4000;
  private static final String ANY_TYPE = "";

  private final Recommender recommender;
  private final Optional<TextVectors> texts;

  SearchResource(Recommender recommender, Optional<TextVectors> texts) {
    this.recommender = recommender;
    this.texts = texts;
  }

  void answer(Context context) {
    Body body = Body.of(context, PageParser.fields(Set.of("vector", "text", "type")));
    Page page = PageParser.page(body);
    Optional<String> text = body.text("text");
    if (text.isPresent() == body.node("vector").isPresent()) {
      throw Body.invalid("name either a vector or a text");
    }
    Answer answer =
        text.isPresent()
            ? near(text.get(), body.text("type").orElse(ANY_TYPE), page)
            : recommender.near(body.vector("vector"), page);
    context.json(AnswerView.of(answer));
  }

  private Answer near(String text, String type, Page page) {
    if (text.isBlank() || text.length() > MAX_TEXT) {
      throw new RequestException(
          ErrorCode.INVALID_PARAMETER,
          "Cannot search: text must have 1 to %d characters (%d)"
              .formatted(MAX_TEXT, text.strip().length()));
    }
    TextVectors vectors =
        texts.orElseThrow(
            () ->
                new RequestException(
                    ErrorCode.TEXT_SEARCH_OFF,
                    "Cannot search by text: the server was started without --inference"));
    return recommender.near(
        generation -> vectors.of(text, type, generation.release(), generation.index().dimensions()),
        page);
  }
}
