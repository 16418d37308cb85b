/** People who log in at an identity provider: OpenID Connect Core 1.0, with PKCE (RFC 7636). */
@NullMarked
package dev.holddown.access.oidc;

import org.jspecify.annotations.NullMarked;
