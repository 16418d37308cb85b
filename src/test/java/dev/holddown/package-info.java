/** What holds for the whole house: its walls, its tidiness, and what it covers. */
@NullMarked
package dev.holddown;

import org.jspecify.annotations.NullMarked;
