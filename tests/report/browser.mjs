// SPDX-License-Identifier: Apache-2.0
// Headless Chromium, driven by chromedriver through the WebDriver protocol. It records what a report must not cause: messages on
// the console, and requests.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const chromium = process.env.CHROMIUM ?? execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
const wide = 1280, high = 900;

function startDriver() {
  const driver = spawn("chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "ignore"] });
  const address = new Promise((resolve, reject) => {
    let said = "";
    driver.stdout.on("data", (text) => {
      said += text;
      const port = /started successfully on port (\d+)/.exec(said);
      if (port) resolve(`http://127.0.0.1:${port[1]}`);
    });
    driver.on("error", reject);
    driver.on("exit", () => reject(new Error(`chromedriver ended: ${said}`)));
  });
  return { driver, address };
}

export class Browser {
  static async start() {
    const { driver, address } = startDriver();
    const profile = mkdtempSync(join(tmpdir(), "itstorm-browser-"));
    const browser = new Browser(driver, await address, profile);
    const args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--force-device-scale-factor=1",
      `--user-data-dir=${profile}`, `--window-size=${wide},${high}`];
    const { sessionId } = await browser.call("POST", "/session", {
      capabilities: { alwaysMatch: {
        browserName: "chrome",
        timeouts: { script: 240000, pageLoad: 240000 }, // for a machine that is busy
        "goog:chromeOptions": { args, binary: chromium },
        "goog:loggingPrefs": { browser: "ALL", performance: "ALL" },
      } },
    });
    browser.session = `/session/${sessionId}`;
    await browser.call("POST", "/url", { url: "about:blank" });
    await browser.complaints(); // of the page that a browser begins with
    return browser;
  }

  constructor(driver, address, profile) {
    Object.assign(this, { driver, address, profile, session: "" });
  }

  async call(method, path, body) {
    const reply = await fetch(this.address + this.session + path, {
      method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body),
    });
    const { value } = await reply.json();
    if (value?.error) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }

  devtools(cmd, params = {}) {
    return this.call("POST", "/goog/cdp/execute", { cmd, params });
  }

  run(script, ...args) {
    return this.call("POST", "/execute/sync", { script, args });
  }

  runAsync(script, ...args) {
    return this.call("POST", "/execute/async", { script, args });
  }

  async look(media, features = {}) {
    await this.devtools("Emulation.setEmulatedMedia", {
      media, features: Object.entries(features).map(([name, value]) => ({ name, value })),
    });
  }

  async open(file, { script = true, scheme = "light" } = {}) {
    await this.devtools("Emulation.setScriptExecutionDisabled", { value: !script });
    await this.look("screen", { "prefers-color-scheme": scheme });
    await this.call("POST", "/url", { url: pathToFileURL(file).href });
  }

  // Messages on the console and requests (other than for the page itself) since the last call.
  async complaints() {
    const said = await this.call("POST", "/se/log", { type: "browser" });
    const events = (await this.call("POST", "/se/log", { type: "performance" })).map((entry) => JSON.parse(entry.message).message);
    const requests = events.filter((event) => event.method === "Network.requestWillBeSent").map((event) => event.params.request.url);
    return [...said.map((line) => `console: ${line.message}`),
      ...requests.filter((url) => !/^file:.*\.html(#.*)?$|^data:/.test(url)).map((url) => `request: ${url}`)];
  }

  async screenshot(path, { whole = false } = {}) {
    const { data } = await this.devtools("Page.captureScreenshot", { format: "png", captureBeyondViewport: whole, ...(whole && await this.wholePage()) });
    writeFileSync(path, Buffer.from(data, "base64"));
  }

  async wholePage() {
    const { cssContentSize } = await this.devtools("Page.getLayoutMetrics");
    return { clip: { x: 0, y: 0, width: cssContentSize.width, height: cssContentSize.height, scale: 1 } };
  }

  // Moves the pointer from one place of the window to another, with or without its button pressed.
  drag(from, to, pressed) {
    const move = (place) => ({ type: "pointerMove", duration: 50, x: Math.round(place.x), y: Math.round(place.y) });
    const press = pressed ? [{ type: "pointerDown", button: 0 }] : [];
    const release = pressed ? [{ type: "pointerUp", button: 0 }] : [];
    return this.call("POST", "/actions", { actions: [{
      type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [move(from), ...press, move(to), ...release],
    }] });
  }

  async end() {
    await this.call("DELETE", "").catch(() => {});
    this.driver.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
