/** The images, run as {@code docker/compose.yaml} says; started by {@code docker/test} alone. */
@NullMarked
package io.framelog.it.container;

import org.jspecify.annotations.NullMarked;
