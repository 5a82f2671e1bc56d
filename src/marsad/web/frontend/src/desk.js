// The desk works without this file for reading; it adds keys, choosing claims, sending files with progress, the map.
import "htmx.org/dist/htmx.esm.js";
import { followAddress, startReading } from "./reading.js";
import { startAdding } from "./adding.js";
import { startKeys } from "./keys.js";

startKeys();
startReading();
startPage();
document.addEventListener("htmx:after:swap", startPage);

/** What a page needs when it is there, also where it took the place of another. */
function startPage() {
  for (const button of document.querySelectorAll("[data-do]")) button.hidden = false;
  followAddress();
  startAdding();
  loadPart("#map", "startMap");
  loadPart("#timeline", "startTimeline");
  fadeToast();
}

/** The map and the chart are large: their scripts come when their place on the page is there. */
async function loadPart(where, start) {
  const place = document.querySelector(where);
  if (!place || place.dataset.started) return;
  place.dataset.started = "yes";
  const part = await import(new URL(place.dataset.script, location.href));
  await part[start](place);
}

function fadeToast() {
  const toast = document.querySelector(".toast");
  if (!toast) return;
  // The address goes back to what it was, so that a reload does not say it again.
  const address = new URL(location.href);
  address.searchParams.delete("judged");
  history.replaceState(history.state, "", address);
  setTimeout(() => toast.isConnected && !toast.contains(document.activeElement) && toast.remove(), 20000);
}
