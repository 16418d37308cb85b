import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The last step of a build, on its lib folder: SQLite's libraries are laid beside the jars so that
 * no start unpacks them, and the build gets its name, a hash of all.
 */
final class Finish {
  private Finish() {}

  public static void main(String[] args) throws Exception {
    Path lib = Path.of(args[0]);
    List<Path> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(lib)) {
      files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
    }
    for (Path jar : jars) {
      if (jar.getFileName().toString().startsWith("sqlite-jdbc")) {
        unpackNative(jar, lib.resolve("native"));
      }
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path jar : jars) {
      digest.update((jar.getFileName() + "\n").getBytes("UTF-8"));
      digest.update(Files.readAllBytes(jar));
    }
    String name = HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    Files.writeString(lib.resolve("build"), name + "\n");
  }

  /** Folders are named as a JDK names its machine: OS_NAME-OS_ARCH of its release file. */
  private static void unpackNative(Path jar, Path into) throws IOException {
    String[][] machines = {
      {"Linux/x86_64", "Linux-x86_64"},
      {"Linux/aarch64", "Linux-aarch64"},
      {"Mac/x86_64", "Darwin-x86_64"},
      {"Mac/aarch64", "Darwin-aarch64"}
    };
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (String[] machine : machines) {
        String from = "org/sqlite/native/" + machine[0] + "/";
        Path folder = Files.createDirectories(into.resolve(machine[1]));
        for (ZipEntry entry :
            (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
          if (entry.getName().startsWith(from) && !entry.isDirectory()) {
            try (InputStream in = zip.getInputStream(entry)) {
              Path file = folder.resolve(entry.getName().substring(from.length()));
              Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
          }
        }
      }
    }
  }
}
