/**
 * Checklists that people wrote in Markdown: what a careful reader takes from each line, the
 * playbook that comes of it, and the page that a playbook is shown as.
 */
@org.jspecify.annotations.NullMarked
package dev.holddown.playbooks.markdown;
