package dev.holddown.store;

import dev.holddown.engine.port.KeptAnswers;

/** Everything that one connection writes to. */
record Writing(LogWriter log, SampleTable samples, OutboxTable outbox, Tables beside) {
  /** What stands beside the log and is no part of it. */
  record Tables(AnswerTable answers, TombstoneTable tombstones, ErasedTable erased) {}

  static Writing of(Statements statements, int samplesMax) {
    return new Writing(
        new LogWriter(statements),
        new SampleTable(statements, samplesMax),
        new OutboxTable(statements),
        new Tables(
            new AnswerTable(statements, KeptAnswers.ANSWERS_MAX),
            new TombstoneTable(statements),
            new ErasedTable(statements)));
  }
}
