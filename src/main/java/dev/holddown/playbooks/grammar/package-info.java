/**
 * The keys of the language, written down once: the reader, the JSON Schema and the reference page
 * come from these tables.
 */
@NullMarked
package dev.holddown.playbooks.grammar;

import org.jspecify.annotations.NullMarked;
