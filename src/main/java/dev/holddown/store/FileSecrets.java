package dev.holddown.store;

import dev.holddown.engine.port.Secrets;
import dev.holddown.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Secrets from files {@code <folder>/<name>} of mode 0600 or narrower, else from the environment
 * ({@code HOLDDOWN_SECRET_<NAME>}, upper case, other characters as {@code _}). A file that must not
 * be used is refused, never skipped: the environment is asked only when there is no file.
 */
public final class FileSecrets implements Secrets {
  private static final int SECRET_BYTES_MAX = 64 * 1024;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path folder;
  private final Map<String, String> environment;

  /** {@code environment} is {@code System.getenv()}, but for tests. */
  public FileSecrets(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Optional<Secret> find(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new RefusedException(
          ("\"%s\" is no name of a secret: use up to 128 letters, digits, _ - and ., "
                  + "not beginning with - or .")
              .formatted(name.length() > 128 ? name.substring(0, 128) + "…" : name));
    }
    Path file = folder.resolve(name);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(new Secret(name, read(name, file)));
    }
    return Optional.ofNullable(environment.get(variable(name)))
        .filter(value -> !value.isEmpty())
        .map(value -> new Secret(name, value));
  }

  @Override
  public String where(String name) {
    return "the file %s (mode 0600) and the environment variable %s"
        .formatted(folder.resolve(name), variable(name));
  }

  private static String variable(String name) {
    return "HOLDDOWN_SECRET_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private String read(String name, Path file) {
    try {
      Path real = file.toRealPath();
      if (!real.startsWith(folder.toRealPath())) {
        throw refused(
            name, file, "is a link out of its folder, to " + real, "put the file itself there");
      }
      if (!Files.isRegularFile(real)) {
        throw refused(name, file, "is not a file", "put a file there");
      }
      checkMode(name, real);
      byte[] bytes;
      try (InputStream in = Files.newInputStream(real)) {
        bytes = in.readNBytes(SECRET_BYTES_MAX + 1);
      }
      if (bytes.length > SECRET_BYTES_MAX) {
        throw refused(name, file, "is larger than 64 KiB", "a secret is a short value");
      }
      String value = withoutNewline(text(bytes));
      if (value.isEmpty()) {
        throw refused(name, file, "is empty", "write the value into it");
      }
      return value;
    } catch (CharacterCodingException e) {
      throw refused(name, file, "is not UTF-8 text", "encode the value, such as in Base64");
    } catch (IOException e) {
      throw refused(name, file, "cannot be read (" + e + ")", "see that it is yours and readable");
    }
  }

  private static void checkMode(String name, Path file) throws IOException {
    if (!DurableFiles.posix()) {
      return;
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(mode)) {
      throw refused(
          name,
          file,
          "has mode " + PosixFilePermissions.toString(mode) + ", wider than rw-------",
          "run: chmod 600 " + file);
    }
  }

  /** Strict, unlike a string's constructor; the decoder's message would not show the value. */
  private static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static String withoutNewline(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static RefusedException refused(String name, Path file, String why, String cure) {
    return new RefusedException(
        "the secret %s was not used: %s %s; %s".formatted(name, file, why, cure));
  }
}
