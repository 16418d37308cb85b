package dev.holddown.web.page;

/** Evidence as text, without secrets. */
public record EvidencePage(Frame frame, String digest, String text) {}
