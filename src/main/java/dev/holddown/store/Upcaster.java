package dev.holddown.store;

import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lifts a stored event from one form to the next, before it is bound to a record. Stored bytes stay
 * as they are.
 *
 * @param type the event's name in the log
 * @param from the codec version it reads; it yields {@code from + 1}
 * @param change gives the tree in the next form
 */
record Upcaster(String type, int from, UnaryOperator<ObjectNode> change) {}
