package io.framelog.config;

import io.smallrye.config.ConfigMapping.NamingStrategy;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Validates mappings by the constraints on their keys and by their {@link Checked} constraint. Each
 * problem is a sentence with the key, its value as the operator wrote it, and what is expected.
 */
final class ConstraintValidation implements BeanValidationConfigValidator {
  private final Validator validator;
  private final Config sources;

  ConstraintValidation(Validator validator, Config sources) {
    this.validator = validator;
    this.sources = sources;
  }

  /** Without the Expression Language and without a search for {@code validation.xml}. */
  static ValidatorFactory factory() {
    return Validation.byDefaultProvider()
        .configure()
        .ignoreXmlConfiguration()
        .messageInterpolator(new AsWritten())
        .buildValidatorFactory();
  }

  @Override
  public Validator getValidator() {
    return validator;
  }

  @Override
  public String interpolateMessage(
      String currentPath,
      NamingStrategy namingStrategy,
      Property property,
      ConstraintViolation<?> violation) {
    String key = appendPropertyName(currentPath, property);
    @Nullable String written = sources.getConfigValue(key).getValue();
    return Mistakes.sentence(
        key,
        written == null ? violation.getInvalidValue() : written,
        Expectation.of(property.getMethod()).orElseThrow());
  }

  /** The inherited method does not apply the naming strategy to the names of groups. */
  @Override
  public String appendPropertyName(String currentPath, Property property) {
    return currentPath + "." + NamingStrategy.KEBAB_CASE.apply(property.getPropertyName());
  }

  /** The sentences of a {@link ConfigCheck} are complete; their order must not vary. */
  @Override
  public void validateMappingClass(
      Object mappingObject, List<Problem> problems, String currentPath) {
    validator.validate(mappingObject).stream()
        .map(ConstraintViolation::getMessage)
        .sorted()
        .map(Problem::new)
        .forEach(problems::add);
  }

  /** Messages are complete; braces in an operator's value have no meaning. */
  private static final class AsWritten implements MessageInterpolator {
    @Override
    public String interpolate(String message, Context context) {
      return message;
    }

    @Override
    public String interpolate(String message, Context context, Locale locale) {
      return message;
    }
  }
}
