/** The project's own sources as the compiler reads them, for the tests that judge their shape. */
@NullMarked
package dev.holddown.testing.source;

import org.jspecify.annotations.NullMarked;
