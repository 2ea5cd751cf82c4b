package io.framelog.config;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs the check of a {@link Checked} mapping; public because the validator instantiates it. */
public final class CheckedValidator implements ConstraintValidator<Checked, Object> {
  private @Nullable ConfigCheck<Object> check;

  @Override
  @SuppressWarnings("unchecked") // The mapping names the check of its own type.
  public void initialize(Checked checked) {
    try {
      check = (ConfigCheck<Object>) checked.by().getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(checked.by() + " cannot be created", e);
    }
  }

  @Override
  public boolean isValid(Object config, ConstraintValidatorContext context) {
    Mistakes mistakes = new Mistakes();
    Objects.requireNonNull(check).check(config, mistakes);
    List<String> sentences = mistakes.sentences();
    context.disableDefaultConstraintViolation();
    sentences.forEach(
        sentence ->
            context.buildConstraintViolationWithTemplate(sentence).addConstraintViolation());
    return sentences.isEmpty();
  }
}
