package dev.holddown.domain.playbook;

import java.util.Map;

/** One {@code connector.verb} with its arguments, such as {@code http.get: {url: …}}. */
public record Call(String action, Map<String, Arg> args, Place place) {}
