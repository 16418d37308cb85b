/**
 * What the pages show: plain records made from views, and the one class that turns them into HTML.
 *
 * <p>How the parts fit:
 *
 * <ul>
 *   <li>A template lies in {@code src/main/jte}; the build turns it into Java, so that a wrong name
 *       is an error of the compiler. It takes one model, a public record of this package, and
 *       decides nothing.
 *   <li>{@code layout.jte} is the frame of every page: {@code @template.layout(frame =
 *       page.frame(), content = @`…`)}. Its {@link dev.holddown.web.page.Frame} says the title, who
 *       looks, and from where news come.
 *   <li>A page is answered as {@code Reply.Html}; its route has that class as its answer, takes
 *       forms instead of JSON, and stays out of the description of the API. What goes wrong on the
 *       way to somebody who reads HTML is answered by {@code ErrorPage}.
 *   <li>What changes while somebody looks is a {@link dev.holddown.web.page.Piece}: a template
 *       whose one outermost element has the piece's id. The same template serves the page and the
 *       stream.
 *   <li>No style and no script stands in a page: {@code default-src 'self'}. All is done by links
 *       and forms; the script of {@code src/main/resources/web} only saves a way to the server.
 * </ul>
 */
@NullMarked
package dev.holddown.web.page;

import org.jspecify.annotations.NullMarked;
