// Keys: an element with data-key is pressed by that key; "?" opens the sheet of all of them.
const sheet = () => document.getElementById("keys");

export function startKeys() {
  document.addEventListener("keydown", press);
  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act === "keys") sheet().showModal();
    if (act === "reload") {
      event.preventDefault();
      location.reload();
    }
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

function press(event) {
  if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || sheet().open) return;
  if (event.key === "?") return sheet().showModal();
  if (event.key === "/") {
    event.preventDefault();
    return document.querySelector("#q, #top-q")?.focus();
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
  if (!target) return;
  event.preventDefault();
  target.click();
}

function isTyping(element) {
  return element.closest?.("textarea, select, [contenteditable], input:not([type='checkbox'])") != null;
}
