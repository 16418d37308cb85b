/**
 * Signed, expiring permissions bound to content, and the freezes that they may lift: waivers,
 * preauthorisations, overrides, delegations.
 */
@NullMarked
package dev.holddown.domain.permit;

import org.jspecify.annotations.NullMarked;
