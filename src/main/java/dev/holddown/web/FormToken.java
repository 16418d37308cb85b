package dev.holddown.web;

import dev.holddown.web.page.FormMark;

/**
 * Puts the token of a session into the forms of a page. Pages are drawn for several people at once
 * and hold a mark instead, which nothing that people write can hold.
 */
final class FormToken {
  private FormToken() {}

  static String filled(String html, Caller caller) {
    return html.replace(FormMark.TEXT, caller.formToken());
  }
}
