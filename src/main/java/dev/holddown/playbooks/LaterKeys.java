package dev.holddown.playbooks;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words of the language that are not run yet, each with what it would need. */
final class LaterKeys {
  private static final String OBLIGATIONS = "obligations, which come with the server";
  private static final String PAGES = "pages, which come with the server";
  private static final String DUE = "due times, which come with the server";
  private static final String REUSE = "groups of checks that are called by name";
  private static final String CHAINS = "chains of probes with a clean-up";
  private static final String LEDGER = "an evidence ledger, which comes with the server";
  private static final String WAIVERS = "waivers, which come with the server";
  private static final String RECORDS = "records with fields, which come with the server";

  private static final Map<String, String> NEEDS =
      Map.ofEntries(
          Map.entry("owed", OBLIGATIONS),
          Map.entry("owe", OBLIGATIONS),
          Map.entry("mode", "runs of other kinds than a release"),
          Map.entry("modes", "runs of other kinds than a release"),
          Map.entry("suggest", "runbooks that a watch can propose"),
          Map.entry("runbook", "child runs"),
          Map.entry("checks", REUSE),
          Map.entry("use", REUSE),
          Map.entry("with", REUSE),
          Map.entry("record", RECORDS),
          Map.entry("into", RECORDS),
          Map.entry("fields", RECORDS),
          Map.entry("sequence", CHAINS),
          Map.entry("finally", CHAINS),
          Map.entry("make", CHAINS),
          Map.entry("synthetic", CHAINS),
          Map.entry("shape", "JSON shapes; write it as expect: with has()"),
          Map.entry("keep", LEDGER),
          Map.entry("store", LEDGER),
          Map.entry("evidence", LEDGER),
          Map.entry("templates", "message templates with fields to fill in"),
          Map.entry("template", "message templates with fields to fill in"),
          Map.entry("charts", PAGES),
          Map.entry("badge", PAGES),
          Map.entry("source", "playbooks read from Markdown"),
          Map.entry("imported", "playbooks read from Markdown"),
          Map.entry("lock", "locks other than one for each service and environment"),
          Map.entry("opens", DUE),
          Map.entry("due", DUE),
          Map.entry("waivable", WAIVERS),
          Map.entry("waivers", WAIVERS),
          Map.entry("late", DUE),
          Map.entry("on-warn", "branches on a warning; use choose"),
          Map.entry("ack", "acknowledged messages, which come with the server"),
          Map.entry("confirm", "acknowledged messages, which come with the server"),
          Map.entry("as", "credentials for each environment"),
          Map.entry("segment", "routers that know segments"),
          Map.entry("keep-old", "an owed clean-up, which comes with the server"),
          Map.entry("objections", "objection windows, which come with the server"),
          Map.entry("escalate", "escalation, which comes with the server"),
          Map.entry("policy", "preauthorisations, which come with the server"),
          Map.entry("penalty", "boards, which come with the server"),
          Map.entry("method", "ways to sign other than by name, which come with the server"),
          Map.entry("plan", "a planned length for each environment"),
          Map.entry("back", "a time limit of the way back for each environment"),
          Map.entry("data-loss", "a limit of data loss for each environment"));

  private static final Map<String, String> KINDS =
      Map.of(
          "board", "pages and monitors, which come with the server",
          "freeze", "freezes, which come with the server",
          "people", "roles and schedules, which come with the server",
          "exceptions", WAIVERS,
          "preauthorisation", "preauthorisations, which come with the server",
          "workspace", "a workspace, which comes with the server",
          "runbook", "child runs",
          "incident", "incidents, which come with the server");

  /** Words that have a meaning somewhere in a playbook. */
  private static final Set<String> WORDS =
      Set.of(
          "kind",
          "id",
          "title",
          "about",
          "subject",
          "environments",
          "inputs",
          "vars",
          "links",
          "targets",
          "metrics",
          "stages",
          "watches",
          "rollback",
          "stage",
          "group",
          "order",
          "items",
          "time-box",
          "gate",
          "check",
          "step",
          "signoff",
          "message",
          "rollout",
          "hold",
          "choose",
          "expect",
          "warn",
          "each",
          "within",
          "every",
          "consecutive",
          "fresh",
          "save",
          "sign",
          "not-applicable",
          "on-fail",
          "min-samples",
          "timeout",
          "done",
          "verify",
          "destructive",
          "repeatable",
          "undo",
          "retry",
          "to",
          "text",
          "router",
          "steps",
          "watch",
          "on-breach",
          "weight",
          "bake",
          "for",
          "cases",
          "case",
          "when",
          "otherwise",
          "else",
          "quote",
          "note",
          "tags",
          "metric",
          "declare",
          "armed",
          "breach",
          "levels",
          "level",
          "then",
          "max-gap",
          "no-data",
          "on-error",
          "baseline",
          "unit",
          "approval",
          "phases",
          "phase",
          "needs");

  private LaterKeys() {}

  /** What this word would need. */
  static Optional<String> need(String key) {
    return Optional.ofNullable(NEEDS.get(key));
  }

  /** What a document of this kind would need. */
  static Optional<String> kind(String kind) {
    return Optional.ofNullable(KINDS.get(kind));
  }

  /** Whether the word is known, only not here. */
  static boolean elsewhere(String key) {
    return WORDS.contains(key);
  }
}
