/** What an operator may set: which keys there are, and one sentence for those that are wrong. */
@NullMarked
package io.framelog.config;

import org.jspecify.annotations.NullMarked;
