/** Whether checklists are read as a careful person reads them. */
@org.jspecify.annotations.NullMarked
package dev.holddown.playbooks.markdown;
