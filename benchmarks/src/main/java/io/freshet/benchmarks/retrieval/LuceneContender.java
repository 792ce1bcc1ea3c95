package io.freshet.benchmarks.retrieval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's graph (HNSW), near real time: what was written is seen after a refresh, once a second.
 * Merges as it does by default, by threads of its own.
 */
final class LuceneContender implements Contender {
  static final String NAME = "lucene-9.12";

  private static final int CONNECTIONS = 16;
  private static final int BEAM = 100;
  private static final String ID = "id";
  private static final String NUMBER = "number";
  private static final String LABEL = "label";
  private static final String VECTOR = "vector";

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private volatile int effort = GRAPH_EFFORTS.get(0);

  LuceneContender(Path path) throws IOException {
    directory = FSDirectory.open(path);
    writer = new IndexWriter(directory, new IndexWriterConfig(null).setCodec(codec()));
    searchers = new SearcherManager(writer, null);
  }

  private static Codec codec() {
    KnnVectorsFormat graph = new Lucene99HnswVectorsFormat(CONNECTIONS, BEAM);
    return new Lucene912Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return graph;
      }
    };
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isPeer() {
    return true;
  }

  @Override
  public void upsert(int item, float[] vector) throws IOException {
    String id = Integer.toString(item);
    Document document = new Document();
    document.add(new StringField(ID, id, Field.Store.NO));
    document.add(new NumericDocValuesField(NUMBER, item));
    document.add(new IntPoint(LABEL, item % LABELS));
    document.add(
        new KnnFloatVectorField(VECTOR, vector.clone(), VectorSimilarityFunction.DOT_PRODUCT));
    long unused = writer.updateDocument(new Term(ID, id), document);
  }

  @Override
  public void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  @Override
  public List<Integer> efforts() {
    return GRAPH_EFFORTS;
  }

  @Override
  public void setEffort(int effort) {
    this.effort = effort;
  }

  @Override
  public int[] search(float[] query, int limit, int labelsBelow) throws IOException {
    @Nullable Query filter =
        labelsBelow >= LABELS ? null : IntPoint.newRangeQuery(LABEL, 0, labelsBelow - 1);
    IndexSearcher searcher = searchers.acquire();
    try {
      Query nearest = new KnnFloatVectorQuery(VECTOR, query, Math.max(limit, effort), filter);
      ScoreDoc[] found = searcher.search(nearest, limit).scoreDocs;
      int[] items = new int[found.length];
      for (int i = 0; i < items.length; i++) {
        items[i] = number(searcher.getIndexReader().leaves(), found[i].doc);
      }
      return items;
    } finally {
      searchers.release(searcher);
    }
  }

  private static int number(List<LeafReaderContext> leaves, int document) throws IOException {
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    NumericDocValues numbers = leaf.reader().getNumericDocValues(NUMBER);
    if (!numbers.advanceExact(document - leaf.docBase)) {
      throw new IllegalStateException("Cannot tell the item of document " + document);
    }
    return (int) numbers.longValue();
  }

  @Override
  public long bytesOffHeap() throws IOException {
    writer.commit();
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += directory.fileLength(file);
    }
    return bytes;
  }

  /** Where it lies already; saving is a commit. */
  @Override
  public boolean save(Path unused) throws IOException {
    writer.commit();
    return true;
  }

  @Override
  public int load(Path unused) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return reader.numDocs();
    }
  }

  @Override
  public void close() throws IOException {
    searchers.close();
    writer.rollback();
    directory.close();
  }
}
