/** Who may come in from outside this machine: access tokens, their people, roles and scopes. */
@NullMarked
package dev.holddown.access;

import org.jspecify.annotations.NullMarked;
