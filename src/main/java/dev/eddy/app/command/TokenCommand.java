package dev.eddy.app.command;

import dev.eddy.app.settings.UsageException;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.access.TokenLine;
import dev.eddy.serve.access.TokenSecret;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes a token: prints its secret, which nobody can print again, and the line by which an
/// instance knows it.
@Command(
    name = "token",
    description = {
      "Makes a token. Prints its secret once, then the line for the file of serve.tokens-file.",
      "Callers send the secret: Authorization: Bearer SECRET."
    },
    mixinStandardHelpOptions = true)
public final class TokenCommand implements Callable<Integer> {

  private static final int NAME_BYTES = 4;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE[,ROLE]",
      description =
          "What its holder may do: read, write, admin (what operators do), watch (metrics), peer"
              + " (for instances to ask each other).")
  private String roles;

  @Option(
      names = "--sub",
      paramLabel = "USER",
      description = "The only user whom it may be used for. Default: all.")
  private String user;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of its holder in the audit log. Default: a random one.")
  private String name;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "File to add the line to, instead of printing it; made, for its owner alone, where there"
              + " is none.")
  private Path file;

  @Override
  public Integer call() {
    String secret = TokenSecret.random();
    TokenLine line;
    try {
      Set<Role> given = Role.list(roles);
      line = TokenLine.of(name == null ? randomName() : name, given, user, secret);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
    if (file != null) {
      add(line.text());
    }
    System.out.println(secret);
    if (file == null) {
      System.out.println(line.text());
    } else {
      System.err.println("Added to " + file + ": " + line.text());
    }
    return 0;
  }

  private static String randomName() {
    byte[] bytes = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(bytes);
    return "token-" + HexFormat.of().formatHex(bytes);
  }

  private void add(String line) {
    try {
      create();
      Files.writeString(file, line + System.lineSeparator(), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UsageException("cannot add the token to " + file + ": " + e, e);
    }
  }

  private void create() throws IOException {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) { // the line is added to what it holds
      if (!Files.isRegularFile(file)) {
        throw e;
      }
    }
  }
}
