/** Reads YAML into a Playbook, with the position of every problem. */
@NullMarked
package dev.holddown.playbooks;

import org.jspecify.annotations.NullMarked;
