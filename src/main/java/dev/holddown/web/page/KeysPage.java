package dev.holddown.web.page;

/** What the keyboard does. */
public record KeysPage(Frame frame) {}
