import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The last step of a build, on its lib folder: classes so old that the JVM's cache leaves them out
 * are written anew (JVMS 4.1: before version 50 there are no stack maps), SQLite's libraries are
 * laid beside the jars so that no start unpacks them, and the build gets its name, a hash of all.
 */
final class Finish {
  private static final int CACHEABLE_MIN = 50;
  private static final int JAVA_8 = 52;

  private Finish() {}

  public static void main(String[] args) throws Exception {
    Path lib = Path.of(args[0]);
    List<Path> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(lib)) {
      files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
    }
    for (Path jar : jars) {
      if (isOld(jar)) {
        renew(jar);
      }
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

  private static boolean isClass(ZipEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().contains("module-info");
  }

  private static boolean isOld(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
        if (isClass(entry)) {
          try (InputStream in = zip.getInputStream(entry)) {
            byte[] head = in.readNBytes(8);
            return ((head[6] & 0xff) << 8 | (head[7] & 0xff)) < CACHEABLE_MIN;
          }
        }
      }
      return false;
    }
  }

  private static void renew(Path jar) throws IOException {
    Path made = jar.resolveSibling(jar.getFileName() + ".new");
    FileTime age = Files.getLastModifiedTime(jar);
    URL[] urls = {jar.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls);
        ZipFile zip = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(made);
        ZipOutputStream out = new ZipOutputStream(file)) {
      ClassFile classes =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)));
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
          bytes = in.readAllBytes();
        }
        out.write(isClass(entry) ? renewed(classes, bytes) : bytes);
        out.closeEntry();
      }
    }
    Files.setLastModifiedTime(made, age);
    Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Walking each method's code anew is what gives it a stack map; a copy would have none. */
  private static byte[] renewed(ClassFile classes, byte[] bytes) {
    ClassModel model = classes.parse(bytes);
    if (model.majorVersion() >= CACHEABLE_MIN) {
      return bytes;
    }
    return classes.transformClass(
        model,
        ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
            .andThen(ClassTransform.endHandler(written -> written.withVersion(JAVA_8, 0))));
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
