/** The books that are kept of all runs: deployments, incidents, decisions; and their export. */
@NullMarked
package dev.holddown.view.log;

import org.jspecify.annotations.NullMarked;
