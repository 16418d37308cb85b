package dev.holddown.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The list of verbs. */
final class Verbs {
  /** Those that speak of all the others. */
  static final Set<String> KNOW_ALL = Set.of("completion");

  private Verbs() {}

  /** What makes each verb; a verb is read for its options only when it is made. */
  static Map<String, Function<Room, Object>> all() {
    Map<String, Function<Room, Object>> verbs = new LinkedHashMap<>();
    verbs.put("demo", DemoVerb::new);
    verbs.put("validate", ValidateVerb::new);
    verbs.put("import", ImportVerb::new);
    verbs.put("render", RenderVerb::new);
    verbs.put("run", RunVerb::new);
    verbs.put("status", StatusVerb::new);
    verbs.put("owed", OwedVerb::new);
    verbs.put("show", ShowVerb::new);
    verbs.put("attach", AttachVerb::new);
    verbs.putAll(ofLogs());
    verbs.put("hold", HoldVerb::new);
    verbs.put("defer", DeferVerb::new);
    verbs.put("resume", ResumeVerb::new);
    verbs.put("abort", AbortVerb::new);
    verbs.put("rollback", RollbackVerb::new);
    verbs.put("sign", SignVerb::new);
    verbs.put("decline", DeclineVerb::new);
    verbs.put("recheck", RecheckVerb::new);
    verbs.put("reopen", ReopenVerb::new);
    verbs.put("skip", SkipVerb::new);
    verbs.put("record", RecordVerb::new);
    verbs.put("comment", CommentVerb::new);
    verbs.put("attach-file", AttachFileVerb::new);
    verbs.put("na", NotApplicableVerb::new);
    verbs.put("settle", SettleVerb::new);
    verbs.put("waive", WaiveVerb::new);
    verbs.put("diff", DiffVerb::new);
    verbs.put("declare", DeclareVerb::new);
    verbs.put("card", CardVerb::new);
    verbs.put("evidence", EvidenceVerb::new);
    verbs.put("may-i-deploy", MayDeployVerb::new);
    verbs.put("board", BoardVerb::new);
    verbs.put("links", LinksVerb::new);
    verbs.put("retention", RetentionVerb::new);
    verbs.put("serve", ServeVerb::new);
    verbs.putAll(ofPeople());
    verbs.put("backup", BackupVerb::new);
    verbs.put("restore", RestoreVerb::new);
    verbs.put("eval", EvalVerb::new);
    verbs.put("replay", ReplayVerb::new);
    verbs.put(
        "known-good",
        room ->
            new picocli.CommandLine(new KnownGoodVerb())
                .addSubcommand("add", new KnownGoodAddVerb(room)));
    verbs.put("schema", SchemaVerb::new);
    verbs.put("completion", CompletionVerb::new);
    verbs.put("engine", EngineVerb::new);
    verbs.putAll(ofGovernance());
    return verbs;
  }

  /** Who may come in. */
  private static Map<String, Function<Room, Object>> ofPeople() {
    Map<String, Function<Room, Object>> verbs = new LinkedHashMap<>();
    verbs.put(
        "token",
        room ->
            new picocli.CommandLine(new TokenVerb())
                .addSubcommand("add", new TokenAddVerb(room))
                .addSubcommand("list", new TokenListVerb(room))
                .addSubcommand("revoke", new TokenRevokeVerb(room)));
    verbs.put(
        "user",
        room ->
            new picocli.CommandLine(new UserVerb())
                .addSubcommand("add", new UserAddVerb(room))
                .addSubcommand("list", new UserListVerb(room))
                .addSubcommand("remove", new UserRemoveVerb(room))
                .addSubcommand("erase", new UserEraseVerb(room))
                .addSubcommand("password", new UserPasswordVerb(room))
                .addSubcommand("roles", new UserRolesVerb(room)));
    return verbs;
  }

  /** What is read back. */
  private static Map<String, Function<Room, Object>> ofLogs() {
    Map<String, Function<Room, Object>> verbs = new LinkedHashMap<>();
    verbs.put(
        "log",
        room ->
            new picocli.CommandLine(new LogVerb(room))
                .addSubcommand("verify", new LogVerifyVerb(room))
                .addSubcommand("deployments", new LogDeploymentsVerb(room))
                .addSubcommand("incidents", new LogIncidentsVerb(room))
                .addSubcommand("governance", new LogGovernanceVerb(room))
                .addSubcommand("access", new LogAccessVerb(room)));
    verbs.put("handoff", HandoffVerb::new);
    verbs.put("postmortem", PostmortemVerb::new);
    return verbs;
  }

  /** What is decided for all runs. */
  private static Map<String, Function<Room, Object>> ofGovernance() {
    Map<String, Function<Room, Object>> verbs = new LinkedHashMap<>();
    verbs.put("incident", IncidentVerb::whole);
    verbs.put(
        "freeze",
        room ->
            new picocli.CommandLine(new FreezeVerb())
                .addSubcommand("list", new FreezeListVerb(room))
                .addSubcommand("start", new FreezeStartVerb(room))
                .addSubcommand("end", new FreezeEndVerb(room))
                .addSubcommand("override", new FreezeOverrideVerb(room)));
    verbs.put(
        "exception",
        room ->
            new picocli.CommandLine(new ExceptionVerb())
                .addSubcommand("list", new ExceptionListVerb(room))
                .addSubcommand("approve", new ExceptionApproveVerb(room)));
    verbs.put(
        "policy",
        room ->
            new picocli.CommandLine(new PolicyVerb())
                .addSubcommand("list", new PolicyListVerb(room))
                .addSubcommand("sign", new PolicySignVerb(room)));
    verbs.put(
        "delegation",
        room ->
            new picocli.CommandLine(new DelegationVerb())
                .addSubcommand("list", new DelegationListVerb(room))
                .addSubcommand("add", new DelegationAddVerb(room))
                .addSubcommand("end", new DelegationEndVerb(room)));
    verbs.put(
        "workspace",
        room ->
            new picocli.CommandLine(new WorkspaceVerb())
                .addSubcommand("show", new WorkspaceShowVerb(room))
                .addSubcommand("approve", new WorkspaceApproveVerb(room)));
    return verbs;
  }
}
