/** The operator's configuration: the existing keys, and messages for wrong ones. */
@NullMarked
package io.framelog.config;

import org.jspecify.annotations.NullMarked;
