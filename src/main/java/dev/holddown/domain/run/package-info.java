/** One execution of a playbook: decide, evolve, todo. */
@NullMarked
package dev.holddown.domain.run;

import org.jspecify.annotations.NullMarked;
