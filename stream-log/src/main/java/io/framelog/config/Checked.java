package io.framelog.config;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The constraint of a mapping whose keys depend on each other, or have values that only code can
 * check.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = CheckedValidator.class)
public @interface Checked {
  /** The check; it has a public constructor without parameters. */
  Class<? extends ConfigCheck<?>> by();

  /** Not used: the check words its own sentences. */
  String message() default "";

  /** Not used. */
  Class<?>[] groups() default {};

  /** Not used. */
  Class<? extends Payload>[] payload() default {};
}
