/** CEL behind the domain's conditions, and text with CEL in it. */
@NullMarked
package dev.holddown.conditions;

import org.jspecify.annotations.NullMarked;
