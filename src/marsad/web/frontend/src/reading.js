// A document: one claim is chosen at a time; its words and its card light up, and the other side scrolls into view.
const SLOTS = ["item", "people", "place", "date", "source", "party"];
let chosen = null;

export function startReading() {
  document.addEventListener("click", click);
  document.addEventListener("keydown", press);
  window.addEventListener("hashchange", followAddress);
}

/** The claim that the address names. */
export function followAddress() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const owner = target && target.closest(".reading [data-number]");
  if (owner) showWords(owner.dataset.number);
  if (target) target.closest("details:not([open])")?.setAttribute("open", "");
  if (target && target.matches(".told")) target.scrollIntoView({ block: "start" });
}

function numbersOf(word) {
  return word.dataset.claims.split(" ").filter(Boolean);
}

function clear() {
  if (!chosen) return;
  document.querySelector(".text")?.classList.remove("chosen");
  for (const lit of document.querySelectorAll(".reading .on")) {
    lit.classList.remove("on", "slot-on", ...SLOTS.map((slot) => `${slot}-on`));
    lit.removeAttribute("aria-current");
  }
  chosen = null;
}

function choose(number) {
  clear();
  const card = document.querySelector(`.claim[data-number="${number}"]`);
  if (!card) return null;
  chosen = { number, card };
  document.querySelector(".text").classList.add("chosen");
  for (const other of document.querySelectorAll(".claim.is-chosen")) other.classList.remove("is-chosen");
  card.classList.add("on");
  card.setAttribute("aria-current", "true");
  for (const word of document.querySelectorAll(".text .w")) {
    if (!numbersOf(word).includes(number)) continue;
    word.classList.add("on");
    for (const pair of word.dataset.slots.split(" ")) {
      const [owner, slot] = pair.split(":");
      if (owner === number && SLOTS.includes(slot)) word.classList.add("slot-on", `${slot}-on`);
    }
  }
  for (const ref of document.querySelectorAll(`.text .ref a[data-number="${number}"]`)) ref.classList.add("on");
  return chosen;
}

function show(element) {
  element?.scrollIntoView({ block: "center", inline: "nearest" });
}

function showWords(number) {
  const now = choose(number);
  if (!now) return;
  const side = document.querySelector(".side");
  if (side.scrollHeight > side.clientHeight) side.scrollTop = now.card.offsetTop - side.offsetTop - 8;
  show(document.querySelector(".text .w.on"));
}

function showCard(number) {
  show(choose(number)?.card);
}

/** Words of several claims: a second click goes on to the next of them. */
function nextNumber(numbers) {
  const at = chosen ? numbers.indexOf(chosen.number) : -1;
  return numbers[(at + 1) % numbers.length];
}

function click(event) {
  if (!event.target.closest(".reading .pair")) return;
  const link = event.target.closest("a[data-number]");
  if (link) {
    event.preventDefault();
    (link.dataset.to === "words" ? showWords : showCard)(link.dataset.number);
    document.querySelector(link.getAttribute("href"))?.focus({ preventScroll: true });
    return;
  }
  if (event.target.closest("a, summary, details") || String(window.getSelection())) return;
  const word = event.target.closest(".w");
  const card = event.target.closest(".claim");
  if (word) showCard(nextNumber(numbersOf(word)));
  else if (card) showWords(card.dataset.number);
  else clear();
}

function press(event) {
  if (!document.querySelector(".reading .pair")) return;
  if (event.key === "Escape") return clear();
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const cards = [...document.querySelectorAll(".claim")];
  const at = chosen ? cards.indexOf(chosen.card) : step > 0 ? -1 : cards.length;
  const card = cards[at + step];
  if (!card) return;
  showWords(card.dataset.number);
  card.focus({ preventScroll: true });
}
