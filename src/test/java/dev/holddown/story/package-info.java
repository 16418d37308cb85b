/**
 * Whole releases told as stories: the real reader, conditions, engine and workers, in a world and a
 * time that the story sets.
 */
@NullMarked
package dev.holddown.story;

import org.jspecify.annotations.NullMarked;
