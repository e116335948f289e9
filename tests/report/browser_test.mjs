// SPDX-License-Identifier: Apache-2.0
// Opens reports in a browser and checks what it shows. usage: node browser_test.mjs AXE PICTURES REPORT...
// AXE: axe.min.js. PICTURES: the folder for screenshots, for people to look at.
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Browser } from "./browser.mjs";

const [axe, pictures, ...reports] = process.argv.slice(2);
const bytesMost = 3 * 1024 * 1024, opensWithinMs = 1000;
let failed = 0;

function check(holds, sentence, why = "") {
  if (holds) return;
  failed += 1;
  console.log(`FAILED: ${sentence}${why ? `: ${why}` : ""}`);
}

// ---- scripts that run in the page ----

const inkOfPlots = `
  return [...document.querySelectorAll(".moving canvas")].map((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let n = 3; n < data.length; n += 4) ink += data[n] !== 0;
    return ink;
  });`;
const placeOfPlot = `
  const box = document.querySelector(".u-over");
  box.scrollIntoView({ block: "center" });
  const { left, top, width, height } = box.getBoundingClientRect();
  return { left, top, width, height };`;
const legendValues = `return [...document.querySelectorAll(".moving .u-legend .u-value")].map((cell) => cell.textContent);`;
const shownButtons = `return [...document.querySelectorAll("figcaption button")].filter((button) => !button.hidden).length;`;
const violations = `
  const done = arguments[arguments.length - 1];
  axe.run(document).then((found) => done(found.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | "))));`;
const stillAreas = `return [...document.querySelectorAll(".plot svg")].map((svg) => svg.getBoundingClientRect().height);`;

// ---- checks ----

// Milliseconds of processor time of the page's thread, so that other load of the machine does not count.
async function timeToOpen(browser, report) {
  await browser.devtools("Performance.enable", { timeDomain: "threadTicks" });
  await browser.open(report);
  const { metrics } = await browser.devtools("Performance.getMetrics");
  await browser.devtools("Performance.disable");
  return 1000 * metrics.find((metric) => metric.name === "TaskDuration").value;
}

async function looksGood(browser, report, name) {
  const ms = await timeToOpen(browser, report);
  check(ms > 0 && ms < opensWithinMs, `${name}: it opens within a second`, `${ms} ms`);
  const ink = await browser.run(inkOfPlots);
  const plots = await browser.run(`return document.querySelectorAll("figure.plot").length`);
  check(plots > 0 && ink.length === plots && ink.every((pixels) => pixels > 1000), `${name}: every plot is drawn`, `${plots} plots, pixels ${ink}`);
  for (const scheme of ["light", "dark"]) {
    await browser.open(report, { scheme });
    await browser.run(readFileSync(axe, "utf8"));
    const found = await browser.runAsync(violations);
    check(found.length === 0, `${name}: axe finds nothing in ${scheme}`, found.join("\n"));
    await browser.screenshot(join(pictures, `${name}-${scheme}.png`), { whole: true });
  }
  await browser.look("print");
  const printed = await browser.run(stillAreas);
  check(printed.length === plots && printed.every((high) => high > 50), `${name}: a still picture of each plot is printed`, `${printed}`);
  await browser.screenshot(join(pictures, `${name}-print.png`), { whole: true });
  const said = await browser.complaints();
  check(said.length === 0, `${name}: nothing is said on the console, nothing is asked for`, said.join("\n"));
}

async function plotsCanBeUsed(browser, report, name) {
  await browser.open(report);
  const { left, top, width, height } = await browser.run(placeOfPlot);
  const at = (x) => ({ x: left + width * x, y: top + height / 2 });
  await browser.drag(at(0.2), at(0.5), false);
  const values = (await browser.run(legendValues)).filter((text) => /\d/.test(text));
  check(values.length >= 2 * await browser.run(`return document.querySelectorAll(".moving").length`), `${name}: all plots tell the values at the cursor`, values.join(" "));
  await browser.drag(at(0.4), at(0.6), true);
  const plots = await browser.run(`return document.querySelectorAll(".moving").length`);
  check(await browser.run(shownButtons) === plots, `${name}: a drag zooms all plots`);
  await browser.screenshot(join(pictures, `${name}-zoomed.png`));
  await browser.run(`document.querySelector("figcaption button").click()`);
  check(await browser.run(shownButtons) === 0, `${name}: the button shows the whole run again`);
}

async function readsWithoutScript(browser, report, name) {
  await browser.open(report, { script: false });
  const rows = await browser.run(`return document.querySelectorAll("tbody tr").length`);
  const heights = await browser.run(stillAreas);
  check(rows > 3, `${name}: tables are there without script`, `${rows} rows`);
  check(heights.length > 0 && heights.every((high) => high > 50), `${name}: pictures are there without script`, `${heights}`);
  await browser.screenshot(join(pictures, `${name}-no-script.png`));
}

// Checks that requests and messages are recorded at all; without that, a report without any would prove nothing.
async function complaintsAreSeen(browser) {
  const page = join(pictures, "complaints.html");
  writeFileSync(page, `<!doctype html><title>x</title><img src="missing.png"><script>console.error("wrong")</script>`);
  await browser.open(page);
  const said = (await browser.complaints()).join("\n");
  check(/request: file:.*missing\.png/.test(said), "a request would be noticed", said);
  check(/console: .*wrong/.test(said), "a message on the console would be noticed", said);
}

mkdirSync(pictures, { recursive: true });
const browser = await Browser.start();
try {
  await complaintsAreSeen(browser);
  for (const report of reports) {
    const name = basename(dirname(report));
    check(statSync(report).size < bytesMost, `${name}: it is below 3 MB`, `${statSync(report).size} bytes`);
    await looksGood(browser, report, name);
    await plotsCanBeUsed(browser, report, name);
    await readsWithoutScript(browser, report, name);
  }
} finally {
  await browser.end();
}
console.log(failed === 0 ? "all as expected" : `${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
