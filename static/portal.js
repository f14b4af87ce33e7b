// What a page adds when scripts run: theme, menus, dialogs, copying, and news for screen readers. All pages work without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const each = (scope, selector, act) => scope.querySelectorAll(selector).forEach(act);
  const remember = (name, value, days) => {
    document.cookie = `${name}=${value}; path=/; max-age=${days * 86400}; samesite=lax`;
  };

  /* the viewer's zone, for people who have not chosen one */
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes("time_zone=")) remember("time_zone", zone, 365);

  /* light or dark: a cookie, so that the server draws the next page in it */
  const showTheme = (group) => {
    group.hidden = false;
    each(group, "button", (b) => b.setAttribute("aria-pressed", String(b.value === (root.dataset.theme || ""))));
  };
  const setTheme = (value) => {
    if (value) root.dataset.theme = value;
    else delete root.dataset.theme;
    remember("theme", value, value ? 365 : 0);
    each(document, "[data-theme-switch]", showTheme);
  };

  /* news for screen readers: one sentence in ten seconds, at once for what is done, failed or the viewer's turn */
  const QUIET = 10000;
  const live = document.getElementById("live");
  let saidAt = 0;
  let waiting = "";
  let timer = 0;
  const speak = () => {
    timer = 0;
    if (!waiting || !live) return;
    live.textContent = waiting;
    waiting = "";
    saidAt = Date.now();
  };
  const say = (sentence, now) => {
    if (!sentence || sentence === live?.textContent) return;
    waiting = sentence;
    const rest = saidAt + QUIET - Date.now();
    if (now || rest <= 0) speak();
    else timer = timer || setTimeout(speak, rest);
  };

  /* dialogs: a section of the page becomes a dialog; its form stays the same form */
  const makeDialog = (section) => {
    const dialog = document.createElement("dialog");
    for (const { name, value } of section.attributes) dialog.setAttribute(name, value);
    dialog.className = "gw-dialog";
    dialog.removeAttribute("data-dialog");
    dialog.append(...section.childNodes);
    section.replaceWith(dialog);
    each(dialog, "[data-closes]", (button) => { button.hidden = false; });
    if (dialog.hasAttribute("data-open")) open(dialog);
  };
  const open = (dialog) => {
    dialog.showModal();
    dialog.querySelector("h2[tabindex]")?.focus();
  };

  /* a button waits for what has to be typed */
  const checkTyped = (input) => {
    const form = input.form;
    const typed = input.value.replace(/[\s,.]/g, "");
    const right = input.value.trim() === input.dataset.expects || (input.inputMode === "numeric" && typed === input.dataset.expects);
    each(form, "[data-typed]", (button) => button.setAttribute("aria-disabled", String(!right)));
    each(form, "[data-matches]", (mark) => { mark.hidden = !right; });
  };

  const dress = (scope) => {
    each(scope, "[data-dialog]", makeDialog);
    each(scope, "[data-expects]", checkTyped);
    each(scope, "[data-theme-switch]", showTheme);
    each(scope, "[data-copy]", (button) => { button.hidden = !navigator.clipboard; });
    each(scope, "[data-indeterminate]", (box) => { box.indeterminate = true; });
    each(scope, "[data-script-only]", (part) => { part.hidden = false; });
  };

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    each(document, "details.gw-menu[open]", (menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const opens = at("[data-opens]");
    const closes = at("[data-closes]");
    const copies = at("[data-copy]");
    if (at("[data-prints]")) window.print();
    const theme = at("[data-theme-switch] button");
    const refused = at('[aria-disabled="true"]');
    if (opens) {
      const dialog = document.getElementById(opens.dataset.opens);
      if (dialog?.showModal) { event.preventDefault(); open(dialog); }
    }
    if (closes) closes.closest("dialog")?.close();
    if (theme) setTheme(theme.value);
    if (refused) event.preventDefault();
    if (copies) {
      navigator.clipboard.writeText(copies.dataset.copy).then(() => {
        const words = copies.querySelector("span");
        const before = words.textContent;
        words.textContent = copies.dataset.copied;
        say(copies.dataset.copied, true);
        setTimeout(() => { words.textContent = before; }, 2000);
      });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    each(document, "details.gw-menu[open]", (menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-expects]")) checkTyped(event.target);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });
  const SENT = 5000; // milliseconds in which a second press is a slip
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.querySelector('[data-typed][aria-disabled="true"]')) event.preventDefault();
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "on";
    setTimeout(() => { delete form.dataset.sent; }, SENT);
  });
  addEventListener("pageshow", () => each(document, "[data-sent]", (form) => { delete form.dataset.sent; }));

  /* fragments: never swap away what somebody is typing into; give the focus back to the same control */
  const isTyping = (el) => el.matches?.("input:not([type=checkbox],[type=radio]), textarea, select");
  const keyOf = (el) => el.id ? `#${CSS.escape(el.id)}` : el.dataset.focus ? `[data-focus="${el.dataset.focus}"]` : "a, button";
  let focusKey = "";
  /* news that comes while its fragment is being fetched is forgotten with the old element: the new one asks once more */
  const overtaken = new Map();
  let begun = null;
  document.addEventListener("htmx:beforeRequest", (event) => { begun = event.detail.elt; });
  document.addEventListener("htmx:sseMessage", (event) => {
    const fragment = event.target;
    if (fragment !== begun && fragment.classList.contains("htmx-request")) overtaken.set(fragment.id, `sse:${event.detail.type}`);
    begun = null;
  });
  const askAgain = (fragment) => {
    const news = overtaken.get(fragment.id);
    overtaken.delete(fragment.id);
    if (news) htmx.trigger(fragment, news);
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    const inside = target.contains(document.activeElement) && target !== document.activeElement;
    focusKey = inside ? keyOf(document.activeElement) : "";
    if (inside && isTyping(document.activeElement) && event.detail.requestConfig?.verb === "get") event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:load", (event) => {
    const fresh = event.detail.elt;
    if (fresh === document.body) return;
    dress(fresh.parentElement || fresh);
    if (focusKey) (fresh.querySelector(focusKey) || fresh.querySelector("a, button"))?.focus({ preventScroll: true });
    focusKey = "";
    each(document, `[data-mirrors="${fresh.id}"]`, (mirror) => {
      const progress = fresh.querySelector(".gw-progress");
      if (progress) mirror.replaceChildren(progress.cloneNode(true));
    });
    const speaker = fresh.matches("[data-say]") ? fresh : fresh.querySelector("[data-say]");
    if (speaker) say(speaker.dataset.say, "sayNow" in speaker.dataset);
    askAgain(fresh);
  });

  /* what an open page can no longer do: its sign-in has ended, nobody answers, or a change was refused */
  const isChange = (event) => event.detail.requestConfig?.verb !== "get";
  const trouble = (kind) => each(document, "[data-trouble]", (note) => {
    const begins = note.hidden && note.dataset.trouble === kind;
    note.hidden = note.dataset.trouble !== kind;
    if (begins) say(note.textContent.trim(), true);
  });
  document.addEventListener("htmx:sendError", () => trouble("away"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) trouble("signed-out");
    else if (isChange(event)) trouble("refused");
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    const refused = document.querySelector('[data-trouble="refused"]:not([hidden])');
    if (event.detail.xhr.status < 400 && (isChange(event) || !refused)) trouble("");
  });

  dress(document);
  const greeting = document.querySelector(".gw-messages [data-say]");
  if (greeting) setTimeout(say, 500, greeting.dataset.say, true);
})();
