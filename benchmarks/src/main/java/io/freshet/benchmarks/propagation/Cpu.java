package io.freshet.benchmarks.propagation;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.regex.Pattern;

/**
 * Processor time of this process since it began, and of it that of some threads.
 *
 * @param process all of it: broker, collector, compiler, RocksDB's own threads
 * @param edges threads of the edge job, the load generator among them
 * @param embedding threads of the embedding job
 * @param audit of these, those of the audit alone
 * @param inference threads of the inference server
 */
record Cpu(double process, double edges, double embedding, double audit, double inference) {
  private static final Pattern TASK = Pattern.compile(".*\\(\\d+/\\d+\\)#\\d+.*");
  private static final String AUDIT = "audit-";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** As of now; a thread that has ended counts only for the process. */
  static Cpu now() {
    double edges = 0;
    double embedding = 0;
    double audit = 0;
    double inference = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread == null) {
        continue;
      }
      String name = thread.getThreadName();
      double seconds = Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId())) / 1e9;
      if (TASK.matcher(name).matches()) {
        edges += name.contains(EdgeJob.PREFIX) ? seconds : 0;
        embedding += name.contains(EdgeJob.PREFIX) ? 0 : seconds;
        audit += name.startsWith(AUDIT) ? seconds : 0;
      } else if (name.startsWith("freshet-batch-") || name.startsWith("pool-")) {
        inference += seconds;
      }
    }
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Cpu(system.getProcessCpuTime() / 1e9, edges, embedding, audit, inference);
  }

  Cpu since(Cpu before) {
    return new Cpu(
        process - before.process,
        edges - before.edges,
        embedding - before.embedding,
        audit - before.audit,
        inference - before.inference);
  }

  /** Each figure per so many of something. */
  Cpu per(double amount) {
    return new Cpu(
        process / amount, edges / amount, embedding / amount, audit / amount, inference / amount);
  }
}
