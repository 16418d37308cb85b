package dev.holddown.domain.run;

/** A frozen baseline: mean is also {@code baseline.value} in CEL. */
public record Stats(double mean, double sd, long samples) {}
