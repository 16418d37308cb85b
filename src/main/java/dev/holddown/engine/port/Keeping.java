package dev.holddown.engine.port;

/** What a store keeps beside its log. */
public record Keeping(
    KeptAnswers answers, Retention retention, ErasedNames erased, RemovableBlobs blobs) {}
