/**
 * A playbook as it means: what is asked, done, watched and rolled back, with the place of every
 * word.
 */
@NullMarked
package dev.holddown.domain.playbook;

import org.jspecify.annotations.NullMarked;
