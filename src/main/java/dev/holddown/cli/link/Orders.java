package dev.holddown.cli.link;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Linked;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.Remark;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.PlaybookCodec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads requests that change something. */
final class Orders {
  private final PlaybookCodec codec;

  Orders(PlaybookCodec codec) {
    this.codec = codec;
  }

  /** {@code closed}: whether a run is closed; its rollback is then a run of its own. */
  Request read(Ask ask, Predicate<String> closed) {
    Actor actor = Actor.person(ask.must("as"));
    Optional<Request> permit = PermitDesk.read(ask);
    if (permit.isPresent()) {
      return permit.get();
    }
    return switch (ask.verb()) {
      case "start" -> {
        Playbook playbook = playbook(ask);
        yield new Request.Start(
            playbook, head(ask, mode(playbook)), actor, PermitDesk.overrides(ask));
      }
      case "adopt" ->
          new Request.Adopt(
              head(ask, RunHead.Mode.RELEASE), playbook(ask), ask.must("reason"), actor);
      case "rollback" -> rollback(ask, actor, closed);
      default -> new Request.ForRun(ask.must("run"), seen(ask), actor);
    };
  }

  /** A run of this playbook as it would be at its start. */
  RunState planned(Ask ask, Instant at) {
    byte[] compiled = bytes(ask);
    RunHead head = head(ask, RunHead.Mode.RELEASE);
    var first = Run.start(head, Digest.of(compiled).hex(), Actor.person(head.starter()), at);
    return Run.fold(List.of(first), Plan.of(codec.read(compiled)));
  }

  private static Request rollback(Ask ask, Actor actor, Predicate<String> closed) {
    String run = ask.must("run");
    return closed.test(run)
        ? new Request.TakeBack(run, ask.text("reason"), actor)
        : new Request.ForRun(run, new RunCommand.Rollback(ask.text("reason")), actor);
  }

  /** Who says which version they saw is refused when there is a newer one. */
  private static RunCommand seen(Ask ask) {
    RunCommand command = command(ask);
    return ask.args().get("seen") instanceof Number version
        ? new RunCommand.AsSeen(about(ask), version.longValue(), command)
        : command;
  }

  private static String about(Ask ask) {
    String key = ask.text("key");
    return key.isEmpty() ? Remark.RUN : key;
  }

  private static RunCommand command(Ask ask) {
    String reason = ask.text("reason");
    return switch (ask.verb()) {
      case "hold" -> new RunCommand.Hold(reason);
      case "defer" -> new RunCommand.Defer(ask.must("until"), reason);
      case "resume" -> new RunCommand.Resume(reason);
      case "abort" -> new RunCommand.Abort(reason);
      case "sign" ->
          new RunCommand.Sign(
              ask.must("key"), ask.must("role"), ask.text("comment"), ask.text("method"));
      case "decline" -> new RunCommand.Decline(ask.must("key"), ask.must("role"), reason);
      case "recheck" -> new RunCommand.Recheck(ask.must("key"), reason);
      case "reopen" -> new RunCommand.Reopen(ask.must("key"), reason);
      case "record" -> new RunCommand.Fill(ask.must("key"), ask.must("role"), texts(ask));
      case "comment" -> new RunCommand.Comment(about(ask), ask.must("text"));
      case "attach-file" -> new RunCommand.Attach(about(ask), FileIntake.note(ask));
      case "skip" -> new RunCommand.Skip(ask.must("key"), reason);
      case "na" -> new RunCommand.NotApplicable(ask.must("key"), ask.must("role"), reason);
      case "settle" -> new RunCommand.Settle(ask.must("key"), ask.flag("landed"), reason);
      case "declare" -> new RunCommand.Declare(ask.must("key"), ask.must("role"), reason);
      default -> throw new Refused("there is no request \"" + ask.verb() + "\"");
    };
  }

  private static Map<String, String> texts(Ask ask) {
    Map<String, String> texts = new LinkedHashMap<>();
    ask.object("fields").forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }

  private byte[] bytes(Ask ask) {
    try {
      return Base64.getDecoder().decode(ask.must("playbook"));
    } catch (IllegalArgumentException e) {
      throw new Refused("the playbook of the request is not base64");
    }
  }

  private Playbook playbook(Ask ask) {
    try {
      return codec.read(bytes(ask));
    } catch (IllegalArgumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  private static RunHead.Mode mode(Playbook playbook) {
    return switch (playbook.linked().map(Linked::mode).orElse(Linked.Mode.RELEASE)) {
      case INCIDENT -> RunHead.Mode.INCIDENT;
      case ROLLBACK -> RunHead.Mode.ROLLBACK_BY_HAND;
      case RELEASE -> RunHead.Mode.RELEASE;
    };
  }

  private static RunHead head(Ask ask, RunHead.Mode mode) {
    return new RunHead(
        ask.must("run"),
        ask.must("id"),
        ask.must("title"),
        ask.must("service"),
        ask.must("environment"),
        mode,
        ask.object("inputs"),
        ask.must("as"),
        Optional.empty());
  }
}
