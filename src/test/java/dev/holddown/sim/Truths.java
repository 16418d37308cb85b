package dev.holddown.sim;

import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;

/** What a run says when it closes is so at the target, unless a stranger changed it. */
final class Truths {
  private final Target target;
  private final RunState s;

  private Truths(Target target, RunState s) {
    this.target = target;
    this.s = s;
  }

  /** {@code s}: the run just before it says so. */
  static void check(Target target, RunState s, Outcome outcome) {
    Truths truths = new Truths(target, s);
    if (outcome == Outcome.ROLLED_BACK) {
      truths.back();
    }
    if (outcome == Outcome.SUCCEEDED && s.head().mode() == RunHead.Mode.RELEASE) {
      truths.released();
      truths.everywhere();
    }
    if (outcome == Outcome.ROLLED_BACK || outcome == Outcome.SUCCEEDED) {
      truths.undone();
    }
  }

  private boolean stranger() {
    return target.tampered("version") || target.tampered("weight");
  }

  private boolean passed(String key) {
    return s.item(key).status() == ItemStatus.PASSED;
  }

  private void back() {
    String live = target.read("version");
    String weight = target.read("weight");
    boolean so = live.equals(SimJobs.bound(s, Lines.BACK)) && weight.equals("0");
    if (!so && !stranger()) {
      throw new Alarm(
          "rolled back", s.head().run() + " says so, but " + live + " has weight " + weight);
    }
  }

  private void released() {
    String live = target.read("version");
    boolean claims = passed("alias") && s.item("shift").status().good();
    if (claims && !live.equals(SimJobs.bound(s, Lines.CANDIDATE)) && !stranger()) {
      throw new Alarm("succeeded", s.head().run() + " says so, but " + live + " is live");
    }
  }

  /** Each of several targets has what was released, not only the first. */
  private void everywhere() {
    String wanted = SimJobs.bound(s, Lines.CANDIDATE);
    if (passed("farm") && !target.tampered("farm.b") && !target.farm().equals(wanted)) {
      throw new Alarm("I31", s.head().run() + " succeeded, but " + target.farm() + " is live");
    }
    for (String host : Target.HOSTS) {
      String field = "fleet." + host;
      boolean so = target.read(field).equals(wanted) || target.tampered(field);
      if ((passed("fleet[" + host + "]") || passed("fleet")) && !so) {
        throw new Alarm("I31", s.head().run() + " succeeded without " + field);
      }
    }
  }

  private void undone() {
    boolean says =
        !s.plan().undo().isEmpty() && s.plan().undo().stream().allMatch(n -> passed(n.key()));
    boolean so = !target.read("drain").equals("on") || target.tampered("drain");
    if (says && !so) {
      throw new Alarm("undone", s.head().run() + " undid it, but the drain is on");
    }
  }
}
