package dev.holddown.web.page;

/** The rollback card of a run: how to go back by hand when nothing else works. */
public record CardPage(Frame frame, String run, String text) {}
