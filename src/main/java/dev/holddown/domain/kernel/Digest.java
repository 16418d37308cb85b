package dev.holddown.domain.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4) as 64 lower-case hex characters. */
public record Digest(String hex) {
  private static final int CHARACTERS = 64;

  public Digest {
    int good = 0;
    while (good < hex.length() && isHex(hex.charAt(good))) {
      good++;
    }
    if (hex.length() != CHARACTERS || good < CHARACTERS) {
      throw new IllegalArgumentException("not a SHA-256 digest in lower-case hex: " + hex);
    }
  }

  /** By hand: a digest is made for every signature at every click. */
  private static boolean isHex(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
  }

  public static Digest of(byte[] bytes) {
    try {
      return new Digest(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public static Digest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The first twelve characters, for people. */
  public String brief() {
    return hex.substring(0, 12);
  }

  @Override
  public String toString() {
    return "sha256:" + hex;
  }
}
