package dev.holddown.domain.run;

/**
 * A file that a person attached.
 *
 * @param name as it is shown; never a path
 * @param type what the bytes are by their first ones, such as {@code image/png}
 * @param digest SHA-256 in hex, under which the bytes are kept as evidence
 */
public record FileNote(String name, String type, long bytes, String digest) {}
