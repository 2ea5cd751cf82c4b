/** Tests of the images with {@code docker/compose.yaml}; run by {@code docker/test} only. */
@NullMarked
package io.framelog.it.container;

import org.jspecify.annotations.NullMarked;
