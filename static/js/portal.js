// Progressive extras only: every page works without this file.
(function () {
  "use strict";

  // Menus are <details>: close them on Escape, on a click elsewhere and when another one opens.
  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // A link or button with data-dialog opens that <dialog>; without this script the link leads to a page of its own.
  function openDialog(event, opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  }

  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    const said = button.querySelector("[data-copy-said]");
    try {
      await navigator.clipboard.writeText("value" in source ? source.value : source.textContent.trim());
      said.textContent = "Copied";
    } catch (error) {
      window.getSelection().selectAllChildren(source);
      said.textContent = "Press Ctrl+C";
    }
    setTimeout(function () {
      said.textContent = "Copy";
    }, 2500);
  }

  // A button with data-fill puts its data-value into the field of that id, as if it was typed.
  function fill(button) {
    const field = document.getElementById(button.dataset.fill);
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.menu"));
    const opener = event.target.closest("[data-dialog]");
    if (opener) return openDialog(event, opener);
    const closer = event.target.closest("[data-dialog-close]");
    if (closer) return closer.closest("dialog").close();
    const copier = event.target.closest("[data-copy]");
    if (copier) return copy(copier);
    const filler = event.target.closest("[data-fill]");
    if (filler) return fill(filler);
    const dismisser = event.target.closest("[data-dismiss]");
    if (dismisser) return dismisser.closest(".alert").remove();
    // A click on the backdrop lands on the dialog element itself.
    if (event.target.matches("dialog[open].confirm")) event.target.close();
  });

  // A refused form may lie far down its page: go to the first thing that it complains of.
  document.addEventListener("DOMContentLoaded", function () {
    const wrong = document.querySelector("main form .is-invalid, main form [aria-invalid='true']");
    if (wrong) return wrong.focus();
    const said = document.querySelector("main form .alert[role='alert']");
    if (said) said.scrollIntoView({ block: "center" });
  });

  // A select with data-submit sends its form when changed; its button is there for those without scripts.
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // A second click while a page is on its way must not send a form twice.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [hx-put]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });

  // allauth's passkey scripts tell of failures by this event; without a listener they only reach the console.
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    const notice = document.createElement("div");
    notice.className = "alert tone-bad";
    notice.setAttribute("role", "alert");
    notice.textContent = "The passkey or security key was not used. Try again, or choose another way.";
    const main = document.getElementById("main");
    main.querySelectorAll(".alert[role=alert]").forEach((old) => old.remove());
    main.prepend(notice);
  });

  function enhance(root) {
    root.querySelectorAll("[data-copy][hidden], [data-fill][hidden]").forEach(function (button) {
      button.hidden = false;
    });
    root.querySelectorAll("[data-no-script]").forEach(function (element) {
      element.hidden = true;
    });
  }
  document.addEventListener("htmx:load", function (event) {
    enhance(event.detail.elt);
  });
  enhance(document);
})();
