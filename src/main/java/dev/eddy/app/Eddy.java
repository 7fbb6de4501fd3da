package dev.eddy.app;

import dev.eddy.app.command.ConfigCommand;
import dev.eddy.app.command.CrosstabCommand;
import dev.eddy.app.command.DeadLettersCommand;
import dev.eddy.app.command.DemoCommand;
import dev.eddy.app.command.EvaluateCommand;
import dev.eddy.app.command.GenerateCommand;
import dev.eddy.app.command.ModelCommand;
import dev.eddy.app.command.ReplayCommand;
import dev.eddy.app.command.ServeCommand;
import dev.eddy.app.command.SimulateCommand;
import dev.eddy.app.command.TokenCommand;
import dev.eddy.app.command.TopologyCommand;
import dev.eddy.app.command.generation.ExportCommand;
import dev.eddy.app.command.generation.ImportCommand;
import dev.eddy.app.command.generation.RebuildCommand;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.UsageException;
import dev.eddy.stream.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Properties;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `eddy`.
///
/// Exit codes: 0 done, 1 failed, 2 used wrongly. Whatever the user gave and cannot be used is one
/// line on standard error.
@Command(
    name = "eddy",
    description = "A streaming recommender that learns from every rating.",
    mixinStandardHelpOptions = true,
    versionProvider = Eddy.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      ReplayCommand.class,
      EvaluateCommand.class,
      GenerateCommand.class,
      SimulateCommand.class,
      CrosstabCommand.class,
      ModelCommand.class,
      TopologyCommand.class,
      ConfigCommand.class,
      DeadLettersCommand.class,
      TokenCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      RebuildCommand.class
    })
public final class Eddy {

  private static final int USED_WRONGLY = 2;
  private static final int FAILED = 1;

  private static final int NARROWEST_HELP = 60;
  private static final int USUAL_HELP = 80;
  private static final int WIDEST_HELP = 140;

  private Eddy() {}

  /// Runs a command and ends the process with its exit code.
  public static void main(String[] arguments) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine line = new CommandLine(new Eddy());
    line.setExecutionExceptionHandler(Eddy::onFailure);
    line.setParameterExceptionHandler(Eddy::onBadArguments);
    line.setUsageHelpWidth(helpWidth(System.getenv("COLUMNS")));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    String[] given = arguments.length == 0 ? new String[] {"--help"} : arguments;
    return line.execute(given);
  }

  /// Returns how wide help may be. The script says how wide the terminal is; finding it out from
  /// here would start a process, which takes longer than the help.
  static int helpWidth(String columns) {
    return columns != null && columns.matches("\\d{2,4}")
        ? Math.clamp(Integer.parseInt(columns), NARROWEST_HELP, WIDEST_HELP)
        : USUAL_HELP;
  }

  private static int onBadArguments(CommandLine.ParameterException problem, String[] arguments) {
    CommandLine line = problem.getCommandLine();
    line.getErr().println("eddy: " + problem.getMessage());
    line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return USED_WRONGLY;
  }

  private static int onFailure(
      Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    if (failure instanceof UsageException) {
      line.getErr().println("eddy: " + failure.getMessage());
      return USED_WRONGLY;
    }
    if (failure instanceof CommandFailedException || failure instanceof StartException) {
      line.getErr().println("eddy: " + failure.getMessage());
      return FAILED;
    }
    line.getErr().println("eddy: " + Arrays.toString(parsed.originalArgs().toArray()) + " failed");
    failure.printStackTrace(line.getErr());
    return FAILED;
  }

  /// Tells the version from the jar's manifest, and the commit that the build wrote down.
  static final class Version implements CommandLine.IVersionProvider {

    private static final String BUILD = "/build.properties";

    @Override
    public String[] getVersion() {
      String version = Eddy.class.getPackage().getImplementationVersion();
      return new String[] {
        "eddy " + (version == null ? "(built from sources)" : version),
        "commit " + commit(),
        "Java " + Runtime.version()
      };
    }

    private static String commit() {
      Properties build = new Properties();
      try (InputStream in = Eddy.class.getResourceAsStream(BUILD)) {
        build.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      String commit = build.getProperty("commit");
      return commit.startsWith("$") ? "unknown" : commit; // nobody filled it in
    }
  }
}
