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

  /** Whether one number comes before another. */
  interface Order {
    boolean isBefore(int first, int second);
  }

  /**
   * Brings the first {@code count} of distinct numbers, in an order, to the front, themselves in no
   * order. Hoare's selection, as above.
   *
   * @param count from 0 to the number of numbers
   */
  static void toFront(int[] numbers, int count, Order order) {
    int low = 0;
    int high = numbers.length - 1;
    while (low < high) {
      int pivot = numbers[(low + high) >>> 1];
      int left = low;
      int right = high;
      while (left <= right) {
        while (order.isBefore(numbers[left], pivot)) {
          left++;
        }
        while (order.isBefore(pivot, numbers[right])) {
          right--;
        }
        if (left <= right) {
          int swapped = numbers[left];
          numbers[left++] = numbers[right];
          numbers[right--] = swapped;
        }
      }
      if (count <= right) {
        high = right;
      } else if (count > left) {
        low = left;
      } else {
        return;
      }
    }
  }
}
