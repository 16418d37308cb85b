package dev.holddown.playbooks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The playbooks of a folder. No name becomes a path: each file is looked into for its id. */
public final class SiblingFiles implements Siblings {
  private static final int FILES_MAX = 500;
  private static final long FILE_BYTES_MAX = 4L * 1024 * 1024;

  private final Path folder;

  private SiblingFiles(Path folder) {
    this.folder = folder;
  }

  /** Those beside a file. */
  public static Siblings beside(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? Siblings.none() : new SiblingFiles(folder);
  }

  @Override
  public Optional<Source> find(String id) {
    Pattern named = Siblings.holding(id);
    for (Path file : files()) {
      Optional<String> text = text(file);
      if (text.filter(t -> named.matcher(t).find()).isPresent()) {
        return Optional.of(new Source(file.getFileName().toString(), text.get()));
      }
    }
    return Optional.empty();
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .filter(path -> path.getFileName().toString().matches(".+\\.ya?ml"))
          .sorted()
          .limit(FILES_MAX)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.size(file) > FILE_BYTES_MAX
          ? Optional.empty()
          : Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
