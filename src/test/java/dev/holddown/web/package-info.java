/** The server as its clients see it: real sockets, real tokens, a real engine. */
@NullMarked
package dev.holddown.web;

import org.jspecify.annotations.NullMarked;
