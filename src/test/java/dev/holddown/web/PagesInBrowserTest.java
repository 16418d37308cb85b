package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.Entrance;
import dev.holddown.testing.Browser;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.Window;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real Chromium. */
class PagesInBrowserTest {
  private static final int LINES = 10;
  private static final int TRIES_MAX = 10;
  private static final long PAGE_BYTES_MAX = 150 * 1024;

  private static final String PASSWORD = "correct horse battery";

  private final Browser browser = Browser.start();
  private final WebLab lab;

  PagesInBrowserTest(@TempDir Path folder) {
    lab =
        WebLab.start(
            folder,
            false,
            Limits.usual(),
            Map.of(
                "together.yaml", checklist("together", LINES, "sign: {role: operator}"),
                "long.yaml", checklist("long", 300, "sign: {role: operator}")));
  }

  @AfterEach
  void stop() {
    browser.close();
    lab.close();
  }

  private static String checklist(String id, int lines, String how) {
    StringBuilder text =
        new StringBuilder()
            .append("kind: playbook\nid: ")
            .append(id)
            .append("\ntitle: A checklist\nsubject: {service: ")
            .append(id)
            .append(", environment: prod}\ninputs:\n  version: {type: version}\nstages:\n")
            .append("  - stage: Before\n    id: before\n    gate: all\n    items:\n");
    for (int i = 1; i <= lines; i++) {
      text.append("      - {check: Line ").append(i).append(", id: line").append(i).append(", ");
      text.append(how).append("}\n");
    }
    text.append("  - stage: Approve\n    id: approve\n    items:\n");
    text.append("      - {signoff: Approval, id: approval, sign: {role: approver}}\n");
    return text.toString();
  }

  private Window window(String token) {
    return as(browser.window(1440, false), token);
  }

  private static Window as(Window window, String token) {
    return window.headers(Map.of("Authorization", "Bearer " + token));
  }

  private static String go(String item) {
    return "#item-" + item + " button";
  }

  /** Without a script a form is sent by the browser itself, with the headers that it likes. */
  @Test
  void the_first_administrator_sets_a_password_and_acts_by_plain_forms() {
    Entrance entrance = Entrance.in(lab.kit.data(), RealTime.clock());
    String code = entrance.invitations().add(Optional.empty(), lab.kit::secret);
    Window window = browser.window(1440, false).go(lab.address + "/welcome?code=" + code);
    fill(window, Map.of("name", "root", "password", PASSWORD, "again", PASSWORD));
    window.eval("document.querySelector('form.paper').submit()");
    window.until("document.querySelector('.person')");
    assertThat(window.text("document.querySelector('.person').innerText")).isEqualTo("root");

    String run = lab.started("together", lab.token("ann", "work", "operator"));
    window.go(lab.address + "/runs/" + run + "/hold");
    fill(window, Map.of("reason", "lunch"));
    window.eval("document.querySelector('form.act').submit()");
    window.until("document.querySelector('#run-head .badge')?.innerText.includes('held')");
  }

  private static void fill(Window window, Map<String, String> fields) {
    fields.forEach((name, value) ->
        window.eval("document.querySelector('[name=" + name + "]').value = '" + value + "'"));
  }

  @Test
  void two_people_tick_one_list_at_once_and_nothing_is_lost() {
    String ann = lab.token("ann", "work", "operator");
    String bob = lab.token("bob", "work", "operator");
    String run = lab.started("together", ann);
    lab.until(run, ann, WebLab.waitsAt("line1"));
    Window hers = window(ann).go(lab.address + "/runs/" + run);
    Window his = window(bob).go(lab.address + "/runs/" + run);
    hers.until("document.body.dataset.follows");
    his.until("document.body.dataset.follows");
    for (int i = 1; i <= LINES; i += 2) {
      hers.click(go("line" + i));
      his.click(go("line" + (i + 1)));
    }
    for (Window window : List.of(hers, his)) {
      for (int i = 1; i <= LINES; i++) {
        String who = i % 2 == 1 ? "ann" : "bob";
        window.until(
            "document.getElementById('item-line"
                + i
                + "').innerText.match(/signed[^]*"
                + who
                + " \\(operator\\)/)");
      }
      assertThat(window.complaints()).isEmpty();
    }
  }

  @Test
  void the_second_of_two_who_sign_the_same_reads_who_was_quicker() {
    String ann = lab.token("ann", "work", "operator");
    String bob = lab.token("bob", "work", "operator");
    String run = lab.started("together", ann);
    lab.until(run, ann, WebLab.waitsAt("line1"));
    Window his = window(bob).go(lab.address + "/runs/" + run + "/sign?key=line1");
    lab.post("/api/v1/runs/" + run + "/items/line1/sign", ann, "{\"role\": \"operator\"}");
    his.click("form.act button.primary");
    his.until("document.querySelector('.problem')");
    assertThat(his.text("document.querySelector('.problem').innerText"))
        .contains("Somebody was quicker.")
        .contains("\"line1\" was changed since you looked, last by ")
        .contains("nothing of yours was done");
  }

  @Test
  void a_command_is_looked_at_in_a_dialog_and_the_page_follows_without_being_loaded_again() {
    String ann = lab.token("ann", "work", "operator");
    String run = lab.started("together", ann);
    lab.until(run, ann, WebLab.waitsAt("line1"));
    Window window = window(ann).go(lab.address + "/runs/" + run);
    window.until("document.body.dataset.follows");
    window.eval("window.mark = 1");
    window.key("h").until("document.querySelector('#sheet[open] input[name=reason]')");
    window.until("document.activeElement.name === 'reason'");
    window.type("lunch").key("Enter");
    window.until("document.querySelector('#run-head .badge').innerText.includes('held')");
    assertThat(window.text("document.querySelector('.banner').innerText")).contains("lunch");
    window.until("!document.querySelector('#sheet').open");
    assertThat(window.eval("window.mark").asInt(0)).as("still the same page").isEqualTo(1);
  }

  @Test
  void everything_is_reached_by_keys_and_a_list_of_them_is_one_key_away() {
    String ann = lab.token("ann", "work", "operator");
    String run = lab.started("together", ann);
    lab.until(run, ann, WebLab.waitsAt("line1"));
    Window window = window(ann).go(lab.address + "/").until("document.body.dataset.follows");
    window.key("?").until("document.querySelector('#sheet[open]')");
    assertThat(window.text("document.querySelector('#sheet').innerText")).contains("This list");
    window.key("Escape").until("!document.querySelector('#sheet[open]')");
    // The dialog gives the focus back a moment after it has gone.
    window.until("!document.activeElement?.closest('dialog')");
    String there = "location.pathname === '/runs/" + run + "'";
    String reached = there + " || document.activeElement?.closest('[data-row]')";
    for (int i = 0; i < TRIES_MAX && !window.seen(there).asBoolean(false); i++) {
      if (window.key("j").soon(reached)) {
        window.key("Enter").soon(there);
      }
    }
    window.until(there + " && document.body.dataset.follows");
    window.key("s").until("document.querySelector('#item-line1').innerText.includes('signed')");
    // Both within a second and a half, which a slow machine may miss.
    String approvals = "location.pathname === '/approvals'";
    boolean gone = false;
    for (int i = 0; i < TRIES_MAX && !gone; i++) {
      gone = window.key("g").key("a").soon(approvals);
    }
    window.arrives("/approvals");
  }

  @Test
  void a_page_says_so_when_the_server_is_gone() {
    String ann = lab.token("ann", "work", "operator");
    String run = lab.started("together", ann);
    Window window = window(ann).go(lab.address + "/runs/" + run);
    window.until("document.body.dataset.follows");
    lab.kit.stopEngine();
    window.until("!document.getElementById('lost').hidden");
    assertThat(window.text("document.getElementById('lost').innerText"))
        .contains("The connection is lost: this page shows how it stood at ")
        .contains("UTC. Trying again…");
  }

  @Test
  void a_page_is_small_with_three_hundred_lines_too() {
    String ann = lab.token("ann", "work", "operator");
    String run = lab.started("long", ann);
    lab.until(run, ann, WebLab.waitsAt("line300"));
    Window window = window(ann).go(lab.address + "/runs/" + run);
    assertThat(window.seen("document.querySelectorAll('.item').length").asInt(0)).isEqualTo(301);
    assertThat(window.transferred()).isPositive().isLessThan(PAGE_BYTES_MAX);
    Window first = window(ann).go(lab.address + "/");
    assertThat(first.transferred()).isPositive().isLessThan(PAGE_BYTES_MAX);
  }
}
