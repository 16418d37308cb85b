package dev.holddown.web.page;

/**
 * Something that everybody who looks has to know, above the page.
 *
 * @param lead in a word or two
 * @param link what the link says; empty for none
 */
public record Notice(Tone tone, String lead, String text, String href, String link) {}
