package io.framelog.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The smallest size that is accepted; no value is accepted. */
@Target({ElementType.METHOD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = MemoryMin.Validator.class)
public @interface MemoryMin {
  /** A size like {@code 64K}. */
  String value();

  /** What is expected. */
  String message() default "at least {value}";

  /** Not used. */
  Class<?>[] groups() default {};

  /** Not used. */
  Class<? extends Payload>[] payload() default {};

  /** Compares the sizes in bytes. */
  final class Validator implements ConstraintValidator<MemoryMin, MemorySize> {
    private BigInteger least = BigInteger.ZERO;

    @Override
    public void initialize(MemoryMin min) {
      least = new MemorySizeConverter().convert(min.value()).asBigInteger();
    }

    @Override
    public boolean isValid(@Nullable MemorySize size, ConstraintValidatorContext context) {
      return size == null || size.asBigInteger().compareTo(least) >= 0;
    }
  }
}
