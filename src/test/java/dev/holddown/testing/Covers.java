package dev.holddown.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the requirements that a test proves: {@code @Covers("A-24")}, {@code @Covers({"C2",
 * "I01"})}.
 *
 * <p>Write the id as a plain string: {@code CoverageListTest} reads it from the source. Ids are
 * rows of the five documents ({@code A-24}), capabilities ({@code C2}), implied features ({@code
 * F-22}), contradictions ({@code X-04}), acceptance scenarios ({@code S-C3}) and invariants ({@code
 * I01}).
 *
 * <p>Mark a test only when it would fail if the requirement were broken.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Covers {
  /** The ids. */
  String[] value();
}
