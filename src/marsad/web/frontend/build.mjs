// Builds what the desk sends to a browser into ../static/dist: scripts, styles, fonts, shapes, licences.
// Everything comes from the packages of package-lock.json; nothing is fetched when the desk runs.
import { build } from "esbuild";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const OUT = new URL("../static/dist/", import.meta.url);
const PACKAGES = new URL("./node_modules/", import.meta.url);

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await build({
  entryPoints: ["desk.js", "map.js", "timeline.js", "desk.css"].map((name) => `src/${name}`),
  outdir: OUT.pathname,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  legalComments: "none", // all licences are in LICENCES.txt
  loader: { ".woff2": "file", ".woff": "empty" },
  assetNames: "fonts/[name]",
  external: ["./maplibre-gl.mjs"],
});
for (const file of ["maplibre-gl.mjs", "maplibre-gl-worker.mjs"]) {
  // Their last line names a map of the source, which is not sent.
  const text = await readFile(new URL(`maplibre-gl/dist/${file}`, PACKAGES), "utf8");
  await writeFile(new URL(file, OUT), text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
}
await cp(new URL("maplibre-gl/dist/maplibre-gl.css", PACKAGES), new URL("maplibre-gl.css", OUT));
await writeFile(new URL("countries.json", OUT), JSON.stringify(await drawCountries()));
await writeFile(new URL("LICENCES.txt", OUT), await listLicences());

/** The shapes of all countries by their two-letter code; coordinates to about a kilometre. */
async function drawCountries() {
  const atlas = JSON.parse(await readFile(new URL("world-atlas/countries-50m.json", PACKAGES), "utf8"));
  const codes = new Map(require("i18n-iso-countries/codes.json").map(([two, , number]) => [number, two]));
  const shapes = feature(atlas, atlas.objects.countries);
  const features = shapes.features
    .map(({ id, properties, geometry }) => ({
      type: "Feature",
      properties: { code: codes.get(id) ?? (properties.name === "Kosovo" ? "XK" : ""), name: properties.name },
      geometry: unfold(round(geometry)),
    }))
    .filter(({ properties }) => properties.code !== "AQ");
  return { type: "FeatureCollection", features };
}

/** Rings that cross the date line run on beyond it, where they would else be drawn across the whole map. */
function unfold(geometry) {
  const rings = geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
  for (const ring of rings) {
    const longitudes = ring.map(([longitude]) => longitude);
    if (Math.max(...longitudes) - Math.min(...longitudes) < 180) continue;
    for (const point of ring) if (point[0] < 0) point[0] += 360;
  }
  return geometry;
}

function round(value) {
  if (typeof value === "number") return Math.round(value * 100) / 100;
  if (Array.isArray(value)) return value.map(round);
  return { ...value, coordinates: round(value.coordinates) };
}

/** The licence of every package, as it asks to be shown. */
async function listLicences() {
  const lock = JSON.parse(await readFile(new URL("package-lock.json", import.meta.url), "utf8"));
  const parts = [];
  for (const [path, { version, license, dev, optional }] of Object.entries(lock.packages)) {
    if (!path || (dev && !path.includes("i18n-iso-countries")) || optional) continue;
    const folder = new URL(`${path}/`, import.meta.url);
    const name = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
    const words = name ? await readFile(new URL(name, folder), "utf8") : "";
    parts.push(`${path.split("node_modules/").at(-1)} ${version}: ${license}\n\n${words.trim()}\n`);
  }
  return parts.join(`\n${"-".repeat(80)}\n\n`);
}
