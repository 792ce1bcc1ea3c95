package io.freshet.cli.cluster;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines of JVMs like this one: the same Java, and the same packages opened.
 *
 * @param executable the {@code java}
 * @param opens options that open packages
 */
record JavaCommand(String executable, List<String> opens) {
  /** As this JVM was started. */
  static JavaCommand ofThisJvm() {
    List<String> opens =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(
                option -> option.startsWith("--add-opens") || option.startsWith("-Dfreshet.root="))
            .toList();
    return new JavaCommand(ProcessHandle.current().info().command().orElse("java"), opens);
  }

  List<String> command(String classPath, List<String> options, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(executable);
    command.addAll(opens);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A command of ours. */
  List<String> freshet(List<String> options, String... arguments) {
    return command(
        System.getProperty("java.class.path"), options, "io.freshet.cli.Main", arguments);
  }
}
