package io.freshet.cli;

import static java.util.Objects.requireNonNull;

import picocli.CommandLine;

/** The commands, for tests of the documentation. */
public final class CommandLines {
  private CommandLines() {}

  /** The root of all commands. */
  public static CommandLine root() {
    return Main.commandLine();
  }

  /** The command of those words. */
  public static CommandLine of(String... words) {
    CommandLine command = root();
    for (String word : words) {
      command = requireNonNull(command.getSubcommands().get(word), word);
    }
    return command;
  }
}
