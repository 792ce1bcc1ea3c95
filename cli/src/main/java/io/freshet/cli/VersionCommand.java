package io.freshet.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet version}. */
@Command(
    name = "version",
    description = "Prints the versions of freshet and of what it runs on.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, String> versions = new TreeMap<>();
      versions.put("freshet", Version.freshet());
      versions.put("java", Version.java());
      versions.put("flink", EnvironmentInformation.getVersion());
      versions.put("kafka", AppInfoParser.getVersion());
      Output.json(out, versions);
    } else {
      for (String line : new Version().getVersion()) {
        out.println(line);
      }
    }
  }
}
