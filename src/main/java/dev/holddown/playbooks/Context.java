package dev.holddown.playbooks;

import dev.holddown.engine.port.ExprCheck;

/** What every part of the reader works with while one document is read. */
record Context(Problems problems, Vocabulary verbs, ExprCheck check, Names names, Pending pending) {
  Values values() {
    return new Values(problems, pending);
  }

  Expressions expressions() {
    return new Expressions(this);
  }
}
