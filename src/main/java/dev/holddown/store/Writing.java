package dev.holddown.store;

/** Everything that one connection writes to. */
record Writing(LogWriter log, SampleTable samples, OutboxTable outbox) {
  static Writing of(Statements statements, int samplesMax) {
    return new Writing(
        new LogWriter(statements),
        new SampleTable(statements, samplesMax),
        new OutboxTable(statements));
  }
}
