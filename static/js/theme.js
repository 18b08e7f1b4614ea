// Loaded in <head> before the page is drawn, so that no light page flashes in the dark theme.
(function () {
  "use strict";
  const KEY = "ftrportal.theme";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem(KEY) || "auto";
    } catch (error) {
      return "auto";
    }
  }

  function apply() {
    const theme = chosen();
    const shown = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
    document.documentElement.setAttribute("data-theme", shown);
    document.querySelectorAll("[data-theme-choice]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
    });
  }

  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    try {
      localStorage.setItem(KEY, button.dataset.themeChoice);
    } catch (error) {
      // Storage is switched off: the choice lasts as long as the page.
    }
    apply();
  });
})();
