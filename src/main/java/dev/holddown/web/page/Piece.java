package dev.holddown.web.page;

/**
 * A part of a page that changes by itself. Pieces do not lie in one another.
 *
 * @param id of its outermost element; the same for as long as the page is the same
 */
public record Piece(String id, String template, Object model) {}
