package io.freshet.server.retrieval.http;

/** An error as clients see it. */
record ErrorView(Detail error) {
  record Detail(String code, String message) {}

  static ErrorView of(ErrorCode code, String message) {
    return new ErrorView(new Detail(code.wireName(), message));
  }
}
