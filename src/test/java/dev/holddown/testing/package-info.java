/** What tests share: time they can set, and the mark that names the requirement they prove. */
@NullMarked
package dev.holddown.testing;

import org.jspecify.annotations.NullMarked;
