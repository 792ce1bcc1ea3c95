package io.freshet.server.retrieval.http;

/** Who may call a route. */
enum Access {
  /** Everybody: says whether the server lives, and what can be asked. */
  OPEN,
  /** Everybody while no key is configured, else holders of either key. */
  READ,
  /** Holders of the admin key. */
  ADMIN
}
