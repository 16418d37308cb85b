package dev.holddown.web;

import dev.holddown.access.AccessScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of the table from which server and description are made.
 *
 * @param path with {@code {name}} for one segment and {@code <name>} for what may hold slashes
 * @param scope what a caller needs; empty for everybody
 */
record Route(
    Method method, String path, Optional<AccessScope> scope, Shape shape, Answering answering) {
  private static final Pattern PARAMETER = Pattern.compile("[{<](\\w+)[}>]");

  /** What is done with the path. */
  enum Method {
    GET,
    POST
  }

  /**
   * What goes in and comes out.
   *
   * @param query fields of the query of a GET
   * @param body fields of the body of a POST
   * @param answer the record of a good answer; {@code String} for text, {@code byte[]} for bytes
   */
  record Shape(String about, List<Field> query, List<Field> body, Class<?> answer) {}

  /** Answers a call whose caller may make it. */
  interface Answering {
    Reply answer(Call call);
  }

  static Route get(String path, Optional<AccessScope> scope, Shape shape, Answering answering) {
    return new Route(Method.GET, path, scope, shape, answering);
  }

  static Route post(String path, AccessScope scope, Shape shape, Answering answering) {
    return new Route(Method.POST, path, Optional.of(scope), shape, answering);
  }

  /** What a GET takes, and what it gives. */
  static Shape gives(String about, Class<?> answer, Field... query) {
    return new Shape(about, List.of(query), List.of(), answer);
  }

  /** What a POST takes, and what it gives. */
  static Shape takes(String about, Class<?> answer, Field... body) {
    return new Shape(about, List.of(), List.of(body), answer);
  }

  /** A page that is looked at; not in the description of the API. */
  static Route page(String path, String about, Answering answering, Field... query) {
    return get(
        path, Optional.of(AccessScope.READ), gives(about, Reply.Html.class, query), answering);
  }

  /** A form that is sent from a page. */
  static Route form(String path, String about, Answering answering, Field... body) {
    return post(path, AccessScope.WORK, takes(about, Reply.Html.class, body), answering);
  }

  /** Whether people ask for it: it takes forms, and answers in HTML whatever happens. */
  boolean page() {
    return shape.answer() == Reply.Html.class;
  }

  /** The names in its path, in order. */
  List<String> parameters() {
    List<String> names = new ArrayList<>();
    Matcher found = PARAMETER.matcher(path);
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  /** Whether its body holds the bytes of a file. */
  boolean takesFile() {
    return shape.body().stream().anyMatch(field -> field.kind() == Field.Kind.FILE);
  }

  /** The path as OpenAPI writes it. */
  String template() {
    return path.replace('<', '{').replace('>', '}');
  }
}
