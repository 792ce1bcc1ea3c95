package io.freshet.server.retrieval.index;

/** Inner product of float vectors: one instance per way the processor can be used. */
interface DotProduct {
  /** Rows that lie side by side. */
  int ROWS = 16;

  /** The fewest bytes that a register loads. */
  int PADDING = 8;

  /** Inner product of {@code query} and the row that starts at {@code offset}. */
  float dot(float[] rows, int offset, float[] query);

  /**
   * Inner products of {@code query} and each of {@value #ROWS} rows of small whole numbers that lie
   * side by side: first coordinates first. No row is summed across, which takes longer than the
   * rest.
   *
   * @param columns the first coordinates start at the offset; {@value #PADDING} more must follow
   *     the last, and are not used
   */
  void dots(byte[] columns, int offset, float[] query, float[] products);

  /**
   * The fastest that this JVM offers: vector instructions when it was started with {@code
   * --add-modules jdk.incubator.vector}, else plain Java.
   */
  static DotProduct fastest() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return new ScalarDotProduct();
    }
    try {
      // By name: the class cannot even be loaded without the module.
      String name = DotProduct.class.getPackageName() + ".SimdDotProduct";
      return Class.forName(name)
          .asSubclass(DotProduct.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot load the vector instructions: " + e.getMessage(), e);
    }
  }
}
