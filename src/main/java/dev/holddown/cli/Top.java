package dev.holddown.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What stands before the verb. */
@Command(
    name = "holddown",
    description = {
      "Runs checklists for releasing, watching and going back:",
      "machines prove what can be proved, people sign the rest."
    },
    synopsisSubcommandLabel = "VERB",
    versionProvider = Top.Version.class,
    commandListHeading = "%nVerbs:%n",
    footer = {
      "",
      "Exit codes: 0 done or yes · 1 no, nothing changed · 2 usage",
      "  3 cannot tell, or waits for a person · 4 rolled back and proved",
      "  5 failed, a person is needed",
      "",
      "Example:",
      "  holddown run release.yaml --input version=1.4.2"
    })
final class Top implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version of this program and of the Java it runs on.")
  boolean version;

  @Spec CommandSpec spec = CommandSpec.create();

  /** As the jar says it; classes that are not packed have none. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Top.class.getPackage().getImplementationVersion();
      String java = "Java " + Runtime.version() + " on " + System.getProperty("os.name");
      return new String[] {"holddown " + (version == null ? "unpacked" : version) + ", " + java};
    }
  }

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    line.usage(line.getErr());
    return Exit.USAGE;
  }
}
