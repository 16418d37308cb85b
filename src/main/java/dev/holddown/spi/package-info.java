/** What a connector implements; knows only the kernel. */
@NullMarked
package dev.holddown.spi;

import org.jspecify.annotations.NullMarked;
