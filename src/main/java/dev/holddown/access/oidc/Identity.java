package dev.holddown.access.oidc;

import java.util.List;

/** Whom the provider vouches for, and the groups that it puts them into. */
public record Identity(String person, List<String> groups) {}
