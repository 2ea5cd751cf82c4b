/** Viewers in Chromium. */
@NullMarked
package io.framelog.it.browser;

import org.jspecify.annotations.NullMarked;
