// The map: countries tinted by how much happened in them, places as areas as wide as they are known.
const BOX = 20; // pixels of a circle that names keep off
const NEAR = 4; // the zoom from which an area is wider than the least circle

export async function startMap(place) {
  const [shapes, answer] = await Promise.all([fetchJson(place.dataset.shapes), fetchJson(place.dataset.places)]);
  const canvas = document.createElement("canvas");
  if (!canvas.getContext("webgl2")) return; // the list of countries beside it says the same
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/static/dist/maplibre-gl.css" });
  document.head.append(sheet);
  const library = await import(new URL("./maplibre-gl.mjs", import.meta.url));
  draw(library, place, shapes, answer.places);
}

async function fetchJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function draw(library, place, shapes, places) {
  const look = colours();
  const language = document.documentElement.lang;
  const names = new Intl.DisplayNames([language], { type: "region" });
  const number = new Intl.NumberFormat(language);
  const counts = new Map();
  const known = JSON.parse(place.dataset.names);
  for (const found of places) found.label = known[found.name];
  for (const found of places) counts.set(found.country, (counts.get(found.country) ?? 0) + found.entries);
  for (const shape of shapes.features) {
    const { properties } = shape;
    properties.entries = counts.get(properties.code) ?? 0;
    properties.label = properties.code ? names.of(properties.code) : properties.name;
  }
  const most = Math.max(1, ...counts.values());
  const points = places.filter((found) => found.latitude != null && found.longitude != null);
  const map = new library.Map({
    container: place,
    style: {
      version: 8,
      sources: {
        countries: { type: "geojson", data: shapes, attribution: "Natural Earth" },
        labels: { type: "geojson", data: labelsOf(shapes) },
        places: { type: "geojson", data: areasOf([]) }, // drawn when the map is near enough to show them
        // Where many places lie close they are one circle until the map is near enough.
        centres: { type: "geojson", data: centresOf(points), cluster: true, clusterRadius: 38, clusterMinPoints: 3, clusterMaxZoom: 7,
                   clusterProperties: { entries: ["+", ["get", "entries"]], contested: ["max", ["get", "contested"]] } },
      },
      layers: layers(look, most),
    },
    bounds: boundsOf(points, shapes),
    fitBoundsOptions: { padding: { top: 28, bottom: 28, left: 46, right: 46 }, maxZoom: 6 },
    minZoom: 0.4, maxZoom: 9, renderWorldCopies: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    attributionControl: { compact: false }, cooperativeGestures: true, validateStyle: false, fadeDuration: 0, // the page scrolls past the map
    locale: speak(place.dataset),
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), document.documentElement.dir === "rtl" ? "top-left" : "top-right");
  map.getCanvas().setAttribute("aria-label", place.dataset.label);
  listen(library, map, place, number);
  const drawAreas = () => {
    if (map.getZoom() < NEAR) return;
    map.off("zoom", drawAreas);
    map.getSource("places").setData(areasOf(points));
  };
  map.once("load", () => {
    // Names give way to circles: a circle takes its place among them with a picture that shows nothing.
    map.addImage("nothing", { width: BOX, height: BOX, data: new Uint8Array(BOX * BOX * 4) });
    map.on("zoom", drawAreas);
    drawAreas();
  });
  map.once("idle", () => (place.dataset.ready = "yes"));
  place.map = map; // tests ask it where a place is drawn
}

/** What the map itself says, in the language of the page. */
function speak({ zoomIn, zoomOut, close, wheel, fingers, label }) {
  return {
    "Map.Title": label, "NavigationControl.ZoomIn": zoomIn, "NavigationControl.ZoomOut": zoomOut, "Popup.Close": close,
    "CooperativeGesturesHandler.WindowsHelpText": wheel, "CooperativeGesturesHandler.MacHelpText": wheel,
    "CooperativeGesturesHandler.MobileHelpText": fingers,
  };
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement("i");
  document.body.append(probe);
  const read = (value) => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  const found = {
    land: read("light-dark(#f4f2ec, #232b36)"), line: read("light-dark(#bdb8aa, #465162)"), tint: read("light-dark(#86b6b6, #2f6f74)"),
    place: read(style.getPropertyValue("--accent")), contested: read(style.getPropertyValue("--contested-ink")),
    ink: read(style.getPropertyValue("--ink")), halo: read(style.getPropertyValue("--card")),
  };
  probe.remove();
  return found;
}

function layers(look, most) {
  const font = ["IBM Plex Sans, IBM Plex Sans Arabic, sans-serif"];
  const share = ["interpolate", ["linear"], ["get", "entries"], 0, 0, 1, 0.35, Math.max(2, most), 0.95];
  const size = ["interpolate", ["linear"], ["sqrt", ["get", "entries"]], 1, 5, 6, 12, 60, 26];
  const colour = ["case", [">", ["get", "contested"], 0], look.contested, look.place];
  return [
    { id: "land", type: "fill", source: "countries", paint: { "fill-color": look.land, "fill-antialias": false } },
    { id: "tint", type: "fill", source: "countries", filter: [">", ["get", "entries"], 0], paint: { "fill-color": look.tint, "fill-opacity": share, "fill-antialias": false } },
    { id: "borders", type: "line", source: "countries", paint: { "line-color": look.line, "line-width": 0.7 } },
    { id: "areas", type: "fill", source: "places", minzoom: NEAR, paint: { "fill-color": colour, "fill-opacity": 0.3 } },
    { id: "edges", type: "line", source: "places", minzoom: NEAR, paint: { "line-color": colour, "line-width": 1 } },
    { id: "spots", type: "circle", source: "centres", paint: { "circle-color": colour, "circle-radius": size, "circle-opacity": fade(0.45), "circle-stroke-color": colour, "circle-stroke-opacity": fade(1), "circle-stroke-width": 1.2 } },
    { id: "countries-names", type: "symbol", source: "labels", minzoom: 1.5, filter: [">", ["get", "entries"], 0],
      layout: { "text-field": ["get", "label"], "text-font": font, "text-size": 12, "text-max-width": 7, "text-padding": 1,
                "text-variable-anchor": ["center", "left", "right", "bottom", "top", "bottom-left", "bottom-right", "top-left", "top-right"], "text-radial-offset": 0.9 },
      paint: { "text-color": look.ink, "text-halo-color": look.halo, "text-halo-width": 1.4 } },
    { id: "places-names", type: "symbol", source: "centres", minzoom: NEAR, filter: ["!", ["has", "point_count"]],
      layout: { "text-field": ["get", "label"], "text-font": font, "text-size": 11, "text-offset": [0, 1.1], "text-anchor": "top", "text-optional": true },
      paint: { "text-color": look.ink, "text-halo-color": look.halo, "text-halo-width": 1.4 } },
    { id: "spots-boxes", type: "symbol", source: "centres", maxzoom: NEAR + 1,
      layout: { "icon-image": "nothing", "icon-allow-overlap": true, "icon-padding": 0 } },
  ];
}

/** The circles of single places give way to their areas as the map comes nearer. */
function fade(full) {
  return ["interpolate", ["linear"], ["zoom"], NEAR + 0.5, full, NEAR + 2, ["case", ["has", "point_count"], full, 0]];
}

function propertiesOf(found) {
  const contested = found.standings?.contested ? 1 : 0;
  return { name: found.name, label: found.label ?? found.name, country: found.country ?? "", entries: found.entries, contested, others: found.others, id: found.entries === 1 ? found.id : "" };
}

function centresOf(points) {
  const features = points.map((found) => ({ type: "Feature", properties: propertiesOf(found), geometry: { type: "Point", coordinates: [found.longitude, found.latitude] } }));
  return { type: "FeatureCollection", features };
}

/** A place as the circle within which it lies: its precision in kilometres, not a point. */
function areasOf(points) {
  const features = points.map((found) => {
    const kilometres = typeof found.precision === "number" ? found.precision : 15;
    const tall = kilometres / 111.2;
    const wide = tall / Math.max(0.1, Math.cos((found.latitude * Math.PI) / 180));
    const ring = Array.from({ length: 33 }, (_, n) => {
      const angle = (n / 32) * 2 * Math.PI;
      return [found.longitude + wide * Math.cos(angle), found.latitude + tall * Math.sin(angle)];
    });
    return { type: "Feature", properties: propertiesOf(found), geometry: { type: "Polygon", coordinates: [ring] } };
  });
  return { type: "FeatureCollection", features };
}

/** A point for the name of each country in which something happened: the middle of its largest part. */
function labelsOf(shapes) {
  const features = shapes.features.filter(({ properties }) => properties.entries).map(({ properties, geometry }) => {
    const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const largest = parts.map(([ring]) => middleOf(ring)).sort((a, b) => b.area - a.area)[0];
    return { type: "Feature", properties, geometry: { type: "Point", coordinates: largest.middle } };
  });
  return { type: "FeatureCollection", features };
}

function boxOf(points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** The centre of gravity of a ring and its area, in square degrees. */
function middleOf(ring) {
  let [area, x, y] = [0, 0, 0];
  for (let n = 0; n + 1 < ring.length; n += 1) {
    const [[x1, y1], [x2, y2]] = [ring[n], ring[n + 1]];
    const cross = x1 * y2 - x2 * y1;
    area += cross / 2;
    x += ((x1 + x2) * cross) / 6;
    y += ((y1 + y2) * cross) / 6;
  }
  return { middle: [x / area, y / area], area: Math.abs(area) };
}

function boundsOf(points, shapes) {
  const corners = [
    ...points.map((found) => [found.longitude, found.latitude]),
    ...labelsOf(shapes).features.map((label) => label.geometry.coordinates),
  ];
  if (!corners.length) return [-20, -35, 60, 60];
  const [west, south, east, north] = boxOf(corners);
  return [west - 3, south - 3, east + 3, north + 3];
}

function listen(library, map, place, number) {
  const layersOf = ["spots", "areas", "tint"];
  map.on("click", (event) => {
    const found = map.queryRenderedFeatures(event.point, { layers: layersOf }).find((one) => one.properties.entries);
    if (!found) return;
    if (found.properties.cluster) return map.easeTo({ center: found.geometry.coordinates, zoom: map.getZoom() + 2 });
    const closing = new library.Popup({ maxWidth: "260px" }).setLngLat(event.lngLat).setDOMContent(tell(found, place, number)).addTo(map);
    closing.getElement().querySelector("a")?.focus();
  });
  map.on("mousemove", (event) => {
    const found = map.queryRenderedFeatures(event.point, { layers: layersOf }).some((one) => one.properties.entries);
    map.getCanvas().classList.toggle("is-over", found);
  });
}

/** What happened at a place: how much, and the way there. */
function tell(found, place, number) {
  const { properties } = found;
  const box = document.createElement("div");
  box.className = "map-pop";
  const title = document.createElement("h3");
  title.textContent = (properties.label ?? properties.name) + (properties.others ? ` +${number.format(properties.others)}` : "");
  title.dir = "auto";
  const list = document.createElement("ul");
  const link = document.createElement("a");
  link.href = properties.id ? `/entries/${properties.id}` : `/register?place=${encodeURIComponent(properties.code ?? properties.name)}`;
  link.textContent = `${place.dataset.open} (${number.format(properties.entries)})`;
  const item = document.createElement("li");
  item.append(link);
  list.append(item);
  box.append(title, list);
  return box;
}
