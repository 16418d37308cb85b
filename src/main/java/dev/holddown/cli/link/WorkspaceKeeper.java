package dev.holddown.cli.link;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.permit.Documents;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.PlaybookProblem;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.engine.GovernanceLog;
import dev.holddown.engine.Mail;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.PlaybookCodec;
import dev.holddown.engine.port.StoreException;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.WorkspaceContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The workspace in force. A change of the folder comes into force when the whole of it is sound and
 * those have agreed whom the workspace in force names; until then the old one stays. What is in
 * force is kept with the log, so that it outlives the folder and is the same for every node. Nodes
 * whose folders differ do not take turns: a folder is offered when it is edited, and once after a
 * start; one that stays as it was gives way to what another node brought into force.
 */
public final class WorkspaceKeeper {
  private static final int FILES_MAX = 500;
  private static final int DEPTH_MAX = 4;
  private static final long FILE_BYTES_MAX = 4L * 1024 * 1024;
  private static final int PROBLEMS_MAX = 50;
  private static final Request.Reply TAKEN = new Request.Reply(true, Governance.LOG, "", 0);

  private final Optional<Path> folder;
  private final PlaybookReader reader;
  private final PlaybookCodec codec;
  private final EventStore store;
  private final Blobs blobs;
  private final LinksLooked links = new LinksLooked();
  private volatile InForce inForce = new InForce(Optional.empty(), "", Documents.none());
  private volatile Standing standing = new Standing("", "", List.of(), "");
  private String seen = "";
  private Optional<WorkspaceContent> candidate = Optional.empty();
  private boolean offers = true;
  private String held = "";
  private String logged = "";
  private CompletableFuture<Request.Reply> offer = CompletableFuture.completedFuture(TAKEN);

  /** What is in force, read once. */
  private record InForce(Optional<WorkspaceContent> content, String digest, Documents documents) {}

  /**
   * How the workspace stands.
   *
   * @param inForce the digest of what is in force; empty for nothing
   * @param pending the digest of what the folder holds and is not in force; empty for nothing
   * @param problems what is wrong with it, or why it is not offered
   * @param waits who has to agree to it; empty when nobody
   */
  public record Standing(
      String inForce, String pending, List<PlaybookProblem> problems, String waits) {}

  /** What it reads with. */
  public record Means(PlaybookReader reader, PlaybookCodec codec) {}

  /** Of a folder, or of what the log knows where none is given. */
  public WorkspaceKeeper(Optional<Path> folder, Means means, EventStore store, Blobs blobs) {
    this.folder = folder;
    this.reader = means.reader();
    this.codec = means.codec();
    this.store = store;
    this.blobs = blobs;
  }

  /** How the links of the folder were at the last look. */
  public LinksLooked links() {
    return links;
  }

  /**
   * Brings into force what was, or the folder when nothing was before.
   *
   * @throws StoreException when there is nothing sound to begin with: a freeze in it that cannot be
   *     read would hold nobody
   */
  public synchronized void begin() {
    String known = GovernanceLog.read(store).workspace();
    logged = known;
    if (!known.isEmpty()) {
      use(kept(known), known);
    } else if (folder.isPresent()) {
      WorkspaceContent first = WorkspaceContent.read(reader, files());
      if (!first.problems().isEmpty()) {
        throw new StoreException(
            "the workspace "
                + folder.get()
                + " has "
                + first.problems().size()
                + " problems, the first: "
                + first.problems().getFirst()
                + "; see them all with: holddown validate "
                + folder.get(),
            new IllegalStateException("not sound"));
      }
      use(first, first.digest());
    }
  }

  /** What holds of permits: the same object until something comes into force. */
  public Documents documents() {
    return inForce.documents();
  }

  /** What is in force; empty when there is no workspace. */
  public Optional<WorkspaceContent> content() {
    return inForce.content();
  }

  /** The folder that was named. */
  public Optional<Path> folder() {
    return folder;
  }

  /** Whether a folder was named. */
  public boolean named() {
    return folder.isPresent();
  }

  /** What the folder holds now, whether or not it is in force. */
  public synchronized Optional<WorkspaceContent> candidate() {
    return candidate;
  }

  public Standing standing() {
    return standing;
  }

  /** Looks whether the folder or the log changed, and brings into force what may come. */
  public synchronized void look(Mail mail) {
    boolean answered = offer.isDone(); // before the log is read: it is in there then
    Governance governance = GovernanceLog.read(store);
    String known = governance.workspace();
    follow(known, answered);
    if (folder.isEmpty()) {
      return;
    }
    WorkspaceContent content = held();
    String digest = content.digest();
    boolean same = digest.equals(inForce.digest());
    offers = !same && (offers || !digest.equals(held));
    held = digest;
    List<PlaybookProblem> problems = content.problems().stream().limit(PROBLEMS_MAX).toList();
    Optional<SignRule> rule = inForce.content().flatMap(WorkspaceContent::changes);
    String waits = rule.flatMap(r -> governance.missing(digest, r)).orElse("");
    boolean comes = offers && problems.isEmpty() && waits.isEmpty();
    if (comes) {
      use(content, digest);
      offers = false;
    }
    if (comes || same && known.isEmpty() && answered) {
      keep(content);
      String how = rule.isPresent() ? "agreed to" : "the folder changed";
      offer =
          mail.post(
              new Request.Govern(
                  new GovernanceCommand.AdoptWorkspace(digest, known.isEmpty() ? "the first" : how),
                  Actor.engine()));
    }
    if (comes || same) {
      standing = new Standing(digest, "", List.of(), "");
    } else if (offers || !problems.isEmpty()) {
      standing = new Standing(inForce.digest(), digest, problems, waits);
    } else {
      standing = new Standing(inForce.digest(), digest, List.of(overruled()), "");
    }
  }

  /** What the log says is in force here, but for the time in which it has not heard our offer. */
  private void follow(String known, boolean answered) {
    boolean moved = !known.equals(logged);
    logged = known;
    if (answered && (offer.isCompletedExceptionally() || !offer.join().accepted())) {
      offers = true; // it was not written
      offer = CompletableFuture.completedFuture(TAKEN);
    }
    if (!known.isEmpty() && !known.equals(inForce.digest()) && (moved || answered)) {
      use(kept(known), known);
    }
  }

  /** What the folder holds, read when it looks different. */
  private WorkspaceContent held() {
    String now = print();
    if (candidate.isEmpty() || !now.equals(seen)) { // an empty folder looks like none seen
      candidate = Optional.of(WorkspaceContent.read(reader, files()));
      seen = now;
    }
    return candidate.orElseThrow();
  }

  private PlaybookProblem overruled() {
    return new PlaybookProblem(
        new Place(folder.orElseThrow().toString(), 1, 1),
        "another node brought a workspace into force after this folder was last edited",
        "bring the folders of all nodes to the same content, or edit this one to offer it");
  }

  private void use(WorkspaceContent content, String digest) {
    inForce = new InForce(Optional.of(content), digest, content.documents(codec));
    standing = new Standing(digest, "", List.of(), "");
  }

  // --- kept with the log ---

  private void keep(WorkspaceContent content) {
    content.files().values().forEach(blobs::put);
    blobs.put(content.manifest().getBytes(StandardCharsets.UTF_8));
  }

  private WorkspaceContent kept(String digest) {
    Map<String, byte[]> files = new TreeMap<>();
    new String(bytes(digest), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .forEach(line -> files.put(line.substring(66), bytes(line.substring(0, 64))));
    return WorkspaceContent.read(reader, files);
  }

  private byte[] bytes(String digest) {
    return blobs
        .get(new Digest(digest))
        .orElseThrow(() ->
            new IllegalStateException(
                "sha256:"
                    + digest
                    + " of the workspace in force is missing from the evidence; restore it from a"
                    + " backup"));
  }

  // --- the folder ---

  private Map<String, byte[]> files() {
    return files(folder.orElseThrow());
  }

  /** The files of a folder that are part of a workspace, by path. */
  public static Map<String, byte[]> files(Path root) {
    Map<String, byte[]> files = new TreeMap<>();
    for (Path path : paths(root)) {
      try {
        files.put(name(root, path), Files.readAllBytes(path));
      } catch (IOException e) {
        throw new IllegalStateException(path + " cannot be read: " + e.getMessage(), e);
      }
    }
    return files;
  }

  /** Changes when a file of it does, without reading them. */
  private String print() {
    Path root = folder.orElseThrow();
    StringBuilder print = new StringBuilder();
    for (Path path : paths(root)) {
      try {
        print.append(name(root, path)).append(' ').append(Files.size(path)).append(' ');
        print.append(Files.getLastModifiedTime(path).toMillis()).append('\n');
      } catch (IOException e) {
        print.append("gone\n");
      }
    }
    return print.toString();
  }

  private static String name(Path root, Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  private static List<Path> paths(Path root) {
    try (Stream<Path> all = Files.walk(root, DEPTH_MAX)) {
      return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .filter(path -> isPart(name(root, path)) && small(path))
          .sorted()
          .limit(FILES_MAX)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("the workspace cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isPart(String name) {
    boolean hidden = name.startsWith(".") || name.contains("/.");
    return !hidden && name.matches(".+\\.ya?ml|(.*[-_/])?(?i:exceptions)\\.md");
  }

  private static boolean small(Path path) {
    try {
      return Files.size(path) <= FILE_BYTES_MAX;
    } catch (IOException e) {
      return false;
    }
  }
}
