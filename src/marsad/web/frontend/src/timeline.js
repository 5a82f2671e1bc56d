// Entries by month, stacked by standing; a month leads to its entries.
import * as Plot from "@observablehq/plot";

const MONTH = 31 * 24 * 3600 * 1000;
const LEAST_MONTHS = 12;

export function startTimeline(place) {
  const names = JSON.parse(place.dataset.names);
  const rows = JSON.parse(place.dataset.months).map((row) => ({ ...row, month: new Date(row.month) }));
  if (!rows.length) return;
  const draw = () => place.replaceChildren(chart(place, rows, names), legend(rows, names));
  draw();
  let width = place.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(place.clientWidth - width) < 8) return;
    width = place.clientWidth;
    draw();
  }).observe(place);
}

function chart(place, rows, names) {
  const language = document.documentElement.lang;
  const rtl = document.documentElement.dir === "rtl";
  const [first, last] = spanOf(rows);
  const month = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" });
  const short = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
  const number = new Intl.NumberFormat(language);
  const sums = new Map();
  for (const row of rows) sums.set(+row.month, (sums.get(+row.month) ?? 0) + row.entries);
  const most = Math.max(...sums.values());
  const years = last - first > 30 * MONTH;
  const svg = Plot.plot({
    className: "plot",
    width: Math.max(320, place.clientWidth),
    height: 200,
    marginTop: 22, marginBottom: 42, marginLeft: rtl ? 26 : 36, marginRight: rtl ? 36 : 26,
    x: { type: "utc", domain: [first, last], reverse: rtl, label: null, tickSize: 0, ticks: place.clientWidth < 600 ? 4 : 10,
         tickFormat: (date, n) => years && !date.getUTCMonth() ? String(date.getUTCFullYear()) : date.getUTCMonth() && n ? short.format(date) : `${short.format(date)}\n${date.getUTCFullYear()}` },
    y: { label: place.dataset.unit, labelAnchor: "top", labelArrow: "none", grid: true, axis: rtl ? "right" : "left", nice: most > 4, ticks: most > 4 ? 4 : Array.from({ length: most + 1 }, (_, n) => n),
         tickFormat: (value) => (Number.isInteger(value) ? number.format(value) : "") },
    marks: [
      Plot.rectY(rows, Plot.stackY({
        interval: "month", x: "month", y: "entries", className: "bars-of-months", order: Object.keys(names),
        z: "standing", insetLeft: 1, insetRight: 1, rx: 1,
        href: (row) => `/register?since=${iso(row.month)}&until=${iso(end(row.month))}&standing=${row.standing}`,
        ariaLabel: (row) => `${month.format(row.month)}, ${names[row.standing]}: ${number.format(row.entries)}`,
        title: (row) => `${month.format(row.month)}\n${names[row.standing]}: ${number.format(row.entries)}`,
      })),
      Plot.ruleY([0]),
    ],
  });
  // Its rules of style are in our sheet: the desk's policy lets no style stand in the page.
  svg.querySelectorAll("style").forEach((style) => style.remove());
  // Anchors of words in a drawing turn with the page's direction, though its sides do not.
  svg.setAttribute("direction", "ltr");
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", place.dataset.label);
  svg.querySelectorAll("g[aria-label]").forEach((group) => group.setAttribute("role", "group"));
  const links = svg.querySelectorAll("[aria-label='rect'] a");
  links.forEach((link) => {
    const label = link.querySelector("[aria-label]")?.getAttribute("aria-label");
    if (label) link.setAttribute("aria-label", label);
    const standing = new URL(link.getAttribute("href"), location.href).searchParams.get("standing");
    link.querySelector("rect, path")?.classList.add(`fill-${standing}`);
  });
  return svg;
}

/** From the first month to the last; a short time stands in the middle of a year, so that a month is never a wall. */
function spanOf(rows) {
  const months = rows.map(({ month }) => month.getUTCFullYear() * 12 + month.getUTCMonth());
  const [from, to] = [Math.min(...months), Math.max(...months) + 1];
  const spare = Math.max(0, LEAST_MONTHS - (to - from));
  return [from - Math.floor(spare / 2), to + Math.ceil(spare / 2)].map((month) => new Date(Date.UTC(Math.floor(month / 12), month % 12)));
}

function end(first) {
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
}

function iso(date) {
  return date.toISOString().slice(0, 10);
}

function legend(rows, names) {
  const list = document.createElement("ul");
  list.className = "legend";
  for (const [standing, name] of Object.entries(names)) {
    if (!rows.some((row) => row.standing === standing)) continue;
    const item = document.createElement("li");
    const swatch = document.createElement("i");
    swatch.className = `fill-${standing}`;
    item.append(swatch, name);
    list.append(item);
  }
  return list;
}
