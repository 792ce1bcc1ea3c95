package io.freshet.server.retrieval.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.retrieval.index.Candidate;
import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.Catalog;
import io.freshet.server.retrieval.index.CatalogEntry;
import io.freshet.server.retrieval.index.ItemAttributes;
import io.freshet.server.retrieval.index.StoreLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class CreatorLimitTest {
  private final Catalog catalog = new Catalog(StoreLimits.defaults(), InstantSource.system());
  private final List<Candidate> ranked = new ArrayList<>();

  @Property(tries = 200)
  void pageIsThatOfOnePassOverEverything(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int limit,
      @ForAll @IntRange(min = 1, max = 4) int perCreator) {
    Random random = new Random(seed);
    ranked.clear();
    int creators = 1 + random.nextInt(12);
    for (int item = 0; item < 100; item++) {
      List<String> itsCreators = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        itsCreators.add("creator-" + random.nextInt(creators) * random.nextInt(2));
      }
      catalog.put("item-" + item, by(itsCreators), item);
      ranked.add(new Candidate("item-" + item, "track", 100 - item));
    }
    CandidateFilter odd = (id, type) -> id.hashCode() % 5 != 0;
    assertThat(CreatorLimit.fill(limit, perCreator, catalog, odd, this::search))
        .isEqualTo(onePass(limit, perCreator, odd));
  }

  private List<Candidate> search(int limit, CandidateFilter filter) {
    return ranked.stream().filter(it -> filter.accepts(it.id(), it.type())).limit(limit).toList();
  }

  private List<Candidate> onePass(int limit, int perCreator, CandidateFilter filter) {
    Map<String, Integer> taken = new HashMap<>();
    List<Candidate> page = new ArrayList<>();
    for (Candidate candidate : search(ranked.size(), filter)) {
      Set<String> creators =
          Set.copyOf(catalog.find(candidate.id()).orElseThrow().attributes().creators());
      if (page.size() < limit
          && creators.stream().allMatch(it -> taken.getOrDefault(it, 0) < perCreator)) {
        page.add(candidate);
        creators.forEach(it -> taken.merge(it, 1, Integer::sum));
      }
    }
    return page;
  }

  private static CatalogEntry by(List<String> creators) {
    return new CatalogEntry(
        "", "track", new ItemAttributes(creators, List.of(), null, Set.of(), null, null, Map.of()));
  }
}
