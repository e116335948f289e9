// SPDX-License-Identifier: Apache-2.0
// Takes a picture of a part of a report, such as those in docs/pictures. usage: node picture.mjs REPORT SELECTOR FILE.png [light|dark]
import { writeFileSync } from "node:fs";
import { Browser } from "./browser.mjs";

const [report, selector, file, scheme = "light"] = process.argv.slice(2);
const margin = 12;
const browser = await Browser.start();
try {
  await browser.open(report, { scheme });
  const { x, y, width, height } = await browser.run(`
    const { left, top, width, height } = document.querySelector(arguments[0]).getBoundingClientRect();
    return { x: left + scrollX, y: top + scrollY, width, height };`, selector);
  const clip = { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin, scale: 1 };
  const { data } = await browser.devtools("Page.captureScreenshot", { format: "png", captureBeyondViewport: true, clip });
  writeFileSync(file, Buffer.from(data, "base64"));
} finally {
  await browser.end();
}
