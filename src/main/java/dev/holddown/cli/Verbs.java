package dev.holddown.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The list of verbs. */
final class Verbs {
  private Verbs() {}

  static Map<String, Object> all(Room room) {
    Map<String, Object> verbs = new LinkedHashMap<>();
    verbs.put("demo", new DemoVerb(room));
    verbs.put("validate", new ValidateVerb(room));
    verbs.put("run", new RunVerb(room));
    verbs.put("status", new StatusVerb(room));
    verbs.put("show", new ShowVerb(room));
    verbs.put("attach", new AttachVerb(room));
    verbs.put(
        "log",
        new picocli.CommandLine(new LogVerb(room))
            .addSubcommand("verify", new LogVerifyVerb(room)));
    verbs.put("hold", new HoldVerb(room));
    verbs.put("resume", new ResumeVerb(room));
    verbs.put("abort", new AbortVerb(room));
    verbs.put("rollback", new RollbackVerb(room));
    verbs.put("sign", new SignVerb(room));
    verbs.put("decline", new DeclineVerb(room));
    verbs.put("recheck", new RecheckVerb(room));
    verbs.put("skip", new SkipVerb(room));
    verbs.put("na", new NotApplicableVerb(room));
    verbs.put("settle", new SettleVerb(room));
    verbs.put("declare", new DeclareVerb(room));
    verbs.put("card", new CardVerb(room));
    verbs.put("evidence", new EvidenceVerb(room));
    verbs.put("eval", new EvalVerb(room));
    verbs.put(
        "known-good",
        new picocli.CommandLine(new KnownGoodVerb())
            .addSubcommand("add", new KnownGoodAddVerb(room)));
    verbs.put("schema", new SchemaVerb(room));
    verbs.put("completion", new CompletionVerb(room));
    verbs.put("engine", new EngineVerb(room));
    return verbs;
  }
}
