package io.freshet.server.retrieval.index;

/** Inner product of float vectors: one instance per way the processor can be used. */
interface DotProduct {
  /** Inner product of {@code query} and the row that starts at {@code offset}. */
  float dot(float[] rows, int offset, float[] query);

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
