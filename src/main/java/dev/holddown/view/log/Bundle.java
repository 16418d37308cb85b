package dev.holddown.view.log;

import dev.holddown.domain.kernel.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Files in one ZIP whose bytes depend on nothing but the files: sorted, without times, not
 * compressed. Its {@code SHA256SUMS} has a line for each, as {@code sha256sum -c} reads it.
 */
public final class Bundle {
  private static final String SUMS = "SHA256SUMS";

  /** The first moment that a ZIP can name. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Bundle() {}

  /** {@code files}: by name, without folders. */
  public static byte[] zip(Map<String, String> files) {
    Map<String, byte[]> all = new TreeMap<>();
    StringBuilder sums = new StringBuilder();
    new TreeMap<>(files)
        .forEach((name, text) -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          all.put(name, bytes);
          sums.append(Digest.of(bytes).hex()).append("  ").append(name).append('\n');
        });
    all.put(SUMS, sums.toString().getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(whole, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, byte[]> file : all.entrySet()) {
        zip.putNextEntry(entry(file.getKey(), file.getValue()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a bundle in memory could not be written", e);
    }
    return whole.toByteArray();
  }

  private static ZipEntry entry(String name, byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(NO_TIME);
    entry.setSize(bytes.length);
    entry.setCompressedSize(bytes.length);
    entry.setCrc(sum.getValue());
    return entry;
  }
}
