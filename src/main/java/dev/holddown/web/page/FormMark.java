package dev.holddown.web.page;

/** Stands in every form for the token of whoever gets the page. */
public final class FormMark {
  /** Begins and ends with a noncharacter, which no text that is taken in may hold. */
  public static final String TEXT = "\uFDD0form-token\uFDD0";

  private FormMark() {}
}
