package dev.eddy.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;

/// Lucene's HNSW, as a search engine uses it: a document an item, changed by being written anew,
/// visible after a refresh. Merges run where the writer is, so that their cost is seen.
final class LucenePeer implements GraphPeer {

  private static final String ID = "id";
  private static final String NUMBER = "number";
  private static final String VECTOR = "vector";

  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final IndexWriter writer;
  private DirectoryReader reader;

  LucenePeer() {
    try {
      writer =
          new IndexWriter(
              directory, new IndexWriterConfig().setMergeScheduler(new SerialMergeScheduler()));
      reader = DirectoryReader.open(writer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "lucene";
  }

  @Override
  public void put(int item, float[] vector) {
    Document document = new Document();
    String id = Integer.toString(item);
    document.add(new StringField(ID, id, Field.Store.NO));
    document.add(new NumericDocValuesField(NUMBER, item));
    document.add(
        new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT));
    try {
      writer.updateDocument(new Term(ID, id), document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void refresh() {
    try {
      DirectoryReader newer = DirectoryReader.openIfChanged(reader);
      if (newer != null) {
        reader.close();
        reader = newer;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int[] best(float[] vector, int n, int effort) {
    try {
      ScoreDoc[] hits =
          new IndexSearcher(reader).search(new KnnFloatVectorQuery(VECTOR, vector, effort), n)
              .scoreDocs;
      int[] items = new int[hits.length];
      for (int i = 0; i < hits.length; i++) {
        items[i] = number(hits[i].doc);
      }
      return items;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int number(int document) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      int local = document - leaf.docBase;
      if (local >= 0 && local < leaf.reader().maxDoc()) {
        NumericDocValues numbers = leaf.reader().getNumericDocValues(NUMBER);
        numbers.advance(local);
        return Math.toIntExact(numbers.longValue());
      }
    }
    throw new IllegalStateException("no segment holds document " + document);
  }

  @Override
  public void close() {
    try {
      reader.close();
      writer.close();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
