"use strict";
/* Saves ways to the server, and nothing else: every page works without it. */
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const id = (name) => document.getElementById(name);

  // --- times ---
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const local = (within) => {
    for (const time of all("time[datetime]", within)) {
      const at = new Date(time.dateTime);
      if (!time.title) time.title = `${at.toLocaleString()} (${zone}); ${time.dateTime}`;
    }
  };
  const span = (seconds) => {
    if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
    if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
    return `${Math.floor(seconds / 86400)} d`;
  };
  const ages = () => {
    for (const age of all("[data-since]")) {
      const text = span((Date.now() - Date.parse(age.dataset.since)) / 1000) + (age.classList.contains("ago") ? " ago" : "");
      if (age.textContent !== text) age.textContent = text;
    }
  };

  // --- news ---
  const held = new Map();
  const typing = (element) =>
    element.contains(document.activeElement) && /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  const REACHED = "a[href], button, summary, [tabindex]";
  const swap = (old, html, quiet) => {
    const open = all("details[open]", old).map((d) => d.id);
    const name = old.id;
    const at = old.contains(document.activeElement) ? all(REACHED, old).indexOf(document.activeElement) : -1;
    htmx.swap(old, html, { swapStyle: "outerHTML" });
    const now = id(name);
    if (!now) return;
    // Whoever goes by keys stays where they were.
    if (at >= 0 && !now.contains(document.activeElement)) all(REACHED, now)[at]?.focus({ preventScroll: true });
    open.forEach((d) => d && id(d) && (id(d).open = true));
    if (!quiet) now.classList.add("changed");
    local(now);
  };
  const take = (html) => {
    const box = document.createElement("template");
    box.innerHTML = html;
    for (const fresh of [...box.content.children]) {
      const old = id(fresh.id);
      if (!old) continue;
      if (typing(old)) held.set(fresh.id, fresh.outerHTML);
      else swap(old, fresh.outerHTML, fresh.hasAttribute("data-quiet"));
      if (fresh.dataset.say) id("said").textContent = fresh.dataset.say;
    }
    ages();
  };
  document.addEventListener("focusout", () => setTimeout(() => {
    for (const [name, html] of held) {
      const old = id(name);
      if (!old) held.delete(name);
      else if (!typing(old)) { held.delete(name); swap(old, html); }
    }
  }, 0));
  const again = () => {
    if (one("dialog[open]") || /^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "")) {
      setTimeout(again, 1000);
    } else {
      location.reload();
    }
  };
  let lastWord = Date.now();
  const lost = (is) => {
    const line = id("lost");
    if (is && line.hidden) {
      const since = new Date(lastWord).toISOString().slice(11, 19);
      line.textContent = `The connection is lost: this page shows how it stood at ${since} UTC. Trying again…`;
    }
    line.hidden = !is;
  };
  const follow = () => {
    const { live, position, shape } = document.body.dataset;
    if (!live || !window.EventSource) return;
    const join = live.includes("?") ? "&" : "?";
    const stream = new EventSource(`${live}${join}after=${position}`);
    const heard = (then) => (event) => { lastWord = Date.now(); lost(false); then(event); };
    stream.addEventListener("open", heard(() => { document.body.dataset.follows = "yes"; }));
    stream.addEventListener("pieces", heard((event) => take(JSON.parse(event.data))));
    stream.addEventListener("shape", heard((event) => { if (JSON.parse(event.data) !== shape) again(); }));
    stream.addEventListener("still", heard(() => {}));
    stream.addEventListener("end", () => { stream.close(); lost(true); });
    stream.addEventListener("error", () => {
      lost(true);
      if (stream.readyState === EventSource.CLOSED) { setTimeout(follow, 3000); }
    });
    addEventListener("pagehide", () => stream.close());
  };

  // A page that stands still hears of what is around it while somebody looks at it, and no longer:
  // a browser has few connections for all its windows.
  const around = () => {
    const from = document.body.dataset.around;
    if (!from || !window.EventSource) return;
    let stream;
    const listen = () => {
      stream?.close();
      stream = null;
      if (document.hidden) return;
      const one = new EventSource(from);
      stream = one;
      one.addEventListener("pieces", (event) => {
        const box = document.createElement("template");
        box.innerHTML = JSON.parse(event.data);
        // The first word may be what the page shows already.
        if ([...box.content.children].some((fresh) => id(fresh.id)?.textContent !== fresh.textContent)) take(box.innerHTML);
      });
      one.addEventListener("still", () => { document.body.dataset.listens = "yes"; });
      one.addEventListener("end", () => one.close());
      one.addEventListener("error", () => {
        if (one.readyState === EventSource.CLOSED) setTimeout(() => { if (stream === one) listen(); }, 5000);
      });
    };
    document.addEventListener("visibilitychange", listen);
    addEventListener("pagehide", () => stream?.close());
    addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
    listen();
  };

  // --- commands in a dialog ---
  const sheet = id("sheet");
  document.addEventListener("htmx:afterSwap", (event) => {
    local(event.target);
    if (event.target.id === "sheet-body" && !sheet.open) sheet.showModal();
    if (event.target.id === "sheet-body") {
      (one("[autofocus]", sheet) ?? one("input, textarea, select, button", sheet))?.focus();
    }
  });
  document.body.addEventListener("done", (event) => {
    sheet.close();
    id("said").textContent = event.detail.value;
    if (!document.body.dataset.follows) location.reload();
  });
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-close], [data-copy]");
    if (!target) return;
    if (target.dataset.copy) {
      const from = id(target.dataset.copy);
      const marked = () => {
        if (from.select) { from.focus(); from.select(); } else getSelection().selectAllChildren(from);
        id("said").textContent = "It is selected; copy it with the keyboard";
      };
      const copied = () => { target.textContent = "Copied"; id("said").textContent = "Copied"; };
      if (navigator.clipboard) navigator.clipboard.writeText(from.textContent).then(copied, marked);
      else marked();
    } else if (sheet.open) {
      event.preventDefault();
      sheet.close();
    }
  });

  // --- keys ---
  const single = () => localStorage.getItem("holddown-keys") !== "off";
  const places = { r: "/", m: "/boards", a: "/approvals", p: "/playbooks", b: "/rollback" };
  let going = 0;
  const step = (by) => {
    const rows = all("[data-row]");
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by))];
    const link = next && one("a, button", next);
    link?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("input, textarea, select");
    if (field && (event.ctrlKey || event.metaKey) && event.key === "Enter") {
      field.form?.requestSubmit();
      return;
    }
    if (field || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!single() && event.key !== "?") return;
    if (Date.now() - going < 1500) {
      going = 0;
      if (places[event.key]) { location.href = places[event.key]; return; }
    }
    if (one("dialog[open]") && event.key !== "?") return;
    const keyed = one(`[data-key="${CSS.escape(event.key)}"]`);
    if (event.key === "g") going = Date.now();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "?") htmx.ajax("GET", "/keys", "#sheet-body");
    else if (event.key === "/" && one("[data-filter]")) { event.preventDefault(); one("[data-filter]").focus(); }
    else if (keyed) { event.preventDefault(); keyed.click(); }
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "single-keys") localStorage.setItem("holddown-keys", event.target.checked ? "on" : "off");
  });
  document.addEventListener("htmx:afterSwap", () => {
    const box = id("single-keys");
    if (box) box.checked = single();
  });

  local(document);
  ages();
  setInterval(ages, 1000);
  if (id("single-keys")) id("single-keys").checked = single();
  follow();
  around();
})();
