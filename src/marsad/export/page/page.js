"use strict";
// One claim is chosen at a time: its words and its card light up, and the other side scrolls into view.
document.documentElement.classList.add("js");
const slots = ["item", "people", "place", "date", "source", "party"];
let chosen = null;

function numbersOf(word) {
  return word.dataset.claims.split(" ").filter(Boolean);
}

function clear() {
  if (!chosen) return;
  chosen.text.classList.remove("chosen");
  for (const lit of chosen.section.querySelectorAll(".on")) {
    lit.classList.remove("on", "slot-on", ...slots.map((slot) => slot + "-on"));
    lit.removeAttribute("aria-current");
  }
  chosen = null;
}

function choose(section, number) {
  clear();
  const card = section.querySelector(`.claim[data-number="${number}"]`);
  const text = section.querySelector(".text");
  if (!card) return null;
  chosen = { section, number, card, text };
  text.classList.add("chosen");
  card.classList.add("on");
  card.setAttribute("aria-current", "true");
  for (const word of section.querySelectorAll(".w")) {
    if (!numbersOf(word).includes(number)) continue;
    word.classList.add("on");
    for (const pair of word.dataset.slots.split(" ")) {
      const [owner, slot] = pair.split(":");
      if (owner === number && slots.includes(slot)) word.classList.add("slot-on", slot + "-on");
    }
  }
  for (const ref of section.querySelectorAll(`.ref a[data-number="${number}"]`)) ref.classList.add("on");
  return chosen;
}

function show(element) {
  if (element) element.scrollIntoView({ block: "center", inline: "nearest" });
}

function showWords(section, number) {
  if (choose(section, number)) show(section.querySelector(".w.on"));
}

function showCard(section, number) {
  const now = choose(section, number);
  if (now) show(now.card);
}

// Words of several claims: a second click goes on to the next of them.
function nextNumber(numbers) {
  const at = chosen ? numbers.indexOf(chosen.number) : -1;
  return numbers[(at + 1) % numbers.length];
}

document.addEventListener("click", (event) => {
  const section = event.target.closest(".document");
  if (!section) return;
  const link = event.target.closest("a[data-number]");
  if (link) {
    event.preventDefault();
    (link.dataset.to === "words" ? showWords : showCard)(section, link.dataset.number);
    const target = document.querySelector(link.getAttribute("href"));
    if (target) target.focus({ preventScroll: true });
    return;
  }
  if (event.target.closest("a, summary, details") || String(window.getSelection())) return;
  const word = event.target.closest(".w");
  const card = event.target.closest(".claim");
  if (word) showCard(section, nextNumber(numbersOf(word)));
  else if (card) showWords(section, card.dataset.number);
  else clear();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return clear();
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const cards = [...document.querySelectorAll(".claim")];
  const at = chosen ? cards.indexOf(chosen.card) : step > 0 ? -1 : cards.length;
  const card = cards[at + step];
  if (card) {
    showWords(card.closest(".document"), card.dataset.number);
    card.focus({ preventScroll: true });
  }
});

function follow() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const owner = target && target.closest("[data-number]");
  if (owner) showWords(owner.closest(".document"), owner.dataset.number);
}
window.addEventListener("hashchange", follow);
follow();
