package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "file:///etc/passwd | the URL \"file:///etc/passwd\" must begin with http:// or https://",
        "gopher://a/b | the URL \"gopher://a/b\" must begin with http:// or https://",
        "shop.example/x | the URL \"shop.example/x\" must begin with http:// or https://",
        "http:///x | the URL \"http:///x\" has no host name that can be looked up",
        "http://a_b/x | the URL \"http://a_b/x\" has no host name that can be looked up",
        "http://a:0/x | the URL \"http://a:0/x\" names a port outside 1 to 65535",
        "http://a:70000/x | the URL \"http://a:70000/x\" names a port outside 1 to 65535",
        "http://a/[x | the URL \"http://a/[x\" cannot be read: illegal character in path at"
            + " character 10",
        "http://a/b c | the URL \"http://a/b c\" holds a space or a control character;"
            + " percent-encode it",
      })
  void what_is_no_url_to_call_is_refused_in_a_sentence(String url, String sentence) {
    assertThatThrownBy(() -> Url.parse(url)).isInstanceOf(CallRefused.class).hasMessage(sentence);
  }

  @Test
  void a_user_name_or_password_is_refused_and_not_repeated() {
    assertThatThrownBy(() -> Url.parse("https://ann:hunter2@shop.example/x?q=1"))
        .isInstanceOf(CallRefused.class)
        .hasMessage(
            "the URL \"https://…@shop.example/x\" carries a user name or password; put it into a"
                + " header as {secret: name}");
    assertThatThrownBy(() -> Url.parse("https://ann:hunter2@sh op.example/x"))
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void a_line_break_is_refused_and_not_repeated() {
    assertThatThrownBy(() -> Url.parse("http://a/\r\nX: y"))
        .hasMessage(
            "the URL \"http://a/\uFFFD\uFFFDX: y\" holds a space or a control character;"
                + " percent-encode it");
  }

  @Test
  void an_endless_url_is_refused() {
    assertThatThrownBy(() -> Url.parse("http://a/" + "x".repeat(9000)))
        .hasMessage("the URL has 9009 characters; the limit is 8192");
  }

  @Test
  void a_message_shows_a_url_without_its_query() throws CallRefused {
    assertThat(Url.brief(Url.parse("https://shop.example:8443/a/b?token=x#y")))
        .isEqualTo("https://shop.example:8443/a/b");
  }
}
