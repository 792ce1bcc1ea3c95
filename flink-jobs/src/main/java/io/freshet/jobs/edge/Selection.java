package io.freshet.jobs.edge;

/** Selects among numbers without sorting them all. */
final class Selection {
  private Selection() {}

  /**
   * The k-th largest of the first {@code size} values, which are reordered. Hoare's selection, the
   * middle of three as the pivot: about three passes over the values.
   *
   * @param k from 1 to {@code size}
   */
  static double largest(double[] values, int size, int k) {
    int target = size - k;
    int low = 0;
    int high = size - 1;
    while (low < high) {
      double pivot = pivot(values, low, high);
      int left = low;
      int right = high;
      while (left <= right) {
        while (values[left] < pivot) {
          left++;
        }
        while (values[right] > pivot) {
          right--;
        }
        if (left <= right) {
          double swapped = values[left];
          values[left++] = values[right];
          values[right--] = swapped;
        }
      }
      if (target <= right) {
        high = right;
      } else if (target >= left) {
        low = left;
      } else {
        return values[target];
      }
    }
    return values[target];
  }

  private static double pivot(double[] values, int low, int high) {
    double first = values[low];
    double middle = values[(low + high) >>> 1];
    double last = values[high];
    return Math.max(Math.min(first, middle), Math.min(Math.max(first, middle), last));
  }
}
