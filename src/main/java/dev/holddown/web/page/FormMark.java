package dev.holddown.web.page;

/** Stands in every form for the token of whoever gets the page. */
public final class FormMark {
  /** Has a bare angle bracket in an attribute: text of people is escaped, and cannot hold it. */
  public static final String TEXT = "<form-token>";

  private FormMark() {}
}
