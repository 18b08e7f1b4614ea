// Progressive extras of the answer page: nothing typed is left behind, and lists grow. Forms work without this file.
(function () {
  "use strict";

  // --- lists of rows -----------------------------------------------------------------------------------------
  function rename(row, from, to) {
    row.querySelectorAll("[name], [id], [for], [aria-describedby]").forEach(function (element) {
      ["name", "id", "for", "aria-describedby"].forEach(function (attribute) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(from, to));
      });
    });
  }

  function addRow(list) {
    const body = list.querySelector("[data-rows-body]");
    const row = list.querySelector("[data-rows-blank]").content.firstElementChild.cloneNode(true);
    const used = Number(list.dataset.rowsNext || body.querySelectorAll("[data-row]").length);
    rename(row, /__row__|__prefix__/, String(used));
    list.dataset.rowsNext = String(used + 1);
    body.append(row);
    const total = document.getElementById(list.dataset.rowsTotal || "");
    if (total) total.value = String(used + 1);
    reveal(row);
    row.querySelector("input, select, textarea").focus();
  }

  function reveal(root) {
    root.querySelectorAll("[data-rows-add][hidden], [data-row-remove][hidden]").forEach(function (button) {
      button.hidden = false;
    });
  }

  document.addEventListener("click", function (event) {
    const adder = event.target.closest("[data-rows-add]");
    if (adder) return addRow(adder.closest("[data-rows]"));
    const remover = event.target.closest("[data-row-remove]");
    if (!remover) return;
    const form = remover.form;
    const list = remover.closest("[data-rows]");
    // Numbers of rows that are gone are never used again, so a late row cannot take the place of an earlier one.
    list.dataset.rowsNext = list.dataset.rowsNext || String(list.querySelectorAll("[data-rows-body] [data-row]").length);
    remover.closest("[data-row]").remove();
    form.dispatchEvent(new Event("change", { bubbles: true }));
    list.querySelector("[data-rows-add]").focus();
  });
  reveal(document);

  // --- saving as it is typed ---------------------------------------------------------------------------------
  const form = document.getElementById("answer-form");
  if (!form || !window.htmx) return;
  const state = document.getElementById("save-state");
  let typed = 0; // counts changes; a save covers those that were made before it was sent
  let sent = 0;
  let saved = 0;
  let goTo = "";
  let retry = 0;

  function say(text, tone) {
    const line = document.createElement("span");
    line.className = tone || "text-secondary";
    line.textContent = text;
    state.replaceChildren(line);
  }

  function isDirty() {
    return typed > saved;
  }

  form.addEventListener("input", function () {
    typed += 1;
  });
  form.addEventListener("change", function () {
    typed += 1;
  });

  document.body.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.elt !== form) return;
    sent = typed;
    clearTimeout(retry);
    say("Saving…");
  });

  document.body.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.elt !== form) return;
    const request = event.detail.xhr;
    // Only the portal's own answer carries this header; a sign-in page that came instead does not count as saved.
    const status = request.getResponseHeader("X-Answer-Version") === null ? 0 : request.status;
    if (status === 200 || status === 422) saved = sent;
    if (status === 200 && goTo && !isDirty()) return void window.location.assign(goTo);
    if (status === 200 || status === 422 || status === 409) {
      goTo = "";
      return;
    }
    goTo = "";
    if (request.status === 403 || request.status === 200) {
      return say("Not saved: sign in again in another tab, then press Save. Your text is still here.", "tone-bad");
    }
    say("Not saved: no connection. Your text is still here, trying again…", "tone-bad");
    retry = setTimeout(save, 5000);
  });

  function save() {
    window.htmx.trigger(form, "submit");
  }

  // A link followed in the middle of a word: save first, then go.
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href]");
    if (!link || !isDirty() || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.target || link.origin !== window.location.origin || link.pathname === window.location.pathname) return;
    if ("discard" in link.dataset) return;
    event.preventDefault();
    goTo = link.href;
    save();
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-discard]")) saved = typed;
  });
  window.addEventListener("online", function () {
    if (isDirty()) save();
  });
  window.addEventListener("beforeunload", function (event) {
    if (isDirty()) event.preventDefault();
  });
})();
