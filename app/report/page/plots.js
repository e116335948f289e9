// SPDX-License-Identifier: Apache-2.0
// The plots of a page. Those with the same x axis share the zoom (drag; double click or the button ends it) and the
// cursor. Colours come from colours.css, which is the only place that knows light and dark.
import uPlot from "uplot";

const heightPx = 270;
const stepped = uPlot.paths.stepped({ align: 1 });

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function number(value) {
  if (value == null) return "-";
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(2);
  return Number(value.toPrecision(5)).toLocaleString("en", { maximumFractionDigits: 6 });
}

function dashed(u, from, to, stroke, dash) {
  const { ctx } = u;
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
  ctx.restore();
}

function write(u, text, x, y, fill, align) {
  const { ctx } = u;
  ctx.save();
  ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.fillStyle = fill;
  ctx.textAlign = align;
  ctx.fillText(text, x, y);
  ctx.restore();
}

function drawCapacity(u, plot) {
  const { left, top, width } = u.bbox;
  const y = plot.capacity == null ? -1 : u.valToPos(plot.capacity, "y", true);
  if (y >= top) dashed(u, [left, y], [left + width, y], color("--capacity"), [6, 4]);
}

// Writes the names of the marks above the plot, in up to three lines where they would overlap.
function drawMarks(u, plot) {
  const { left, top, width, height } = u.bbox;
  const ends = [-Infinity, -Infinity, -Infinity];
  for (const mark of plot.marks) {
    const x = u.valToPos(mark.x, "x", true);
    if (x < left || x > left + width) continue;
    const free = ends.findIndex((end) => end <= x);
    const line = free < 0 ? ends.length - 1 : free;
    ends[line] = x + (10 + 7 * mark.name.length) * devicePixelRatio;
    const isLast = x + 7 * mark.name.length * devicePixelRatio > left + width;
    const y = (12 + 13 * line) * devicePixelRatio;
    dashed(u, [x, y - 8 * devicePixelRatio], [x, top + height], color("--mark"), [2, 3]);
    write(u, mark.name, x + (isLast ? -4 : 4) * devicePixelRatio, y, color("--quiet"), isLast ? "right" : "left");
  }
}

function axis(extra) {
  return {
    stroke: () => color("--quiet"),
    grid: { stroke: () => color("--grid"), width: 1 },
    ticks: { stroke: () => color("--grid"), width: 1, size: 4 },
    font: "12px system-ui, sans-serif",
    values: (u, ticks) => ticks.map(number),
    ...extra,
  };
}

// uPlot's series: one for each line, and two for the edges of its band if it has one, which the legend hides.
function series(plot) {
  return plot.lines.flatMap((line) => {
    const stroke = () => color(`--c${line.color}`);
    const edge = { class: "edge", stroke: "transparent", width: 0, points: { show: false }, spanGaps: true };
    return [{
      label: line.name,
      stroke,
      width: line.name === "max" ? 1 : 1.75,
      spanGaps: true,
      paths: plot.stepped ? stepped : undefined,
      points: plot.stepped ? { show: false } : { show: true, size: 6, fill: stroke },
      value: (u, value) => number(value),
    }, ...(hasBand(line) ? [edge, edge] : [])];
  });
}

function hasBand(line) {
  return line.around.some((half) => half > 0);
}

function edgesOf(line) {
  const edge = (sign) => line.values.map((value, n) => (value == null ? null : value + sign * line.around[n]));
  return hasBand(line) ? [edge(1), edge(-1)] : [];
}

function bands(plot) {
  const all = [];
  let n = 1;
  for (const line of plot.lines) {
    if (hasBand(line)) all.push({ series: [n + 1, n + 2], fill: () => `${color(`--c${line.color}`)}2e` });
    n += hasBand(line) ? 3 : 1;
  }
  return all;
}

// Steps need one more point, at which the last one ends.
function dataOf(plot) {
  const values = plot.lines.flatMap((line) => [line.values, ...edgesOf(line)]);
  if (!plot.stepped) return [plot.x, ...values];
  return [[...plot.x, plot.xEnd], ...values.map((all) => [...all, all[all.length - 1]])];
}

// The options of an x axis that shows words in place of numbers.
function words(plot) {
  return plot.xWords.length > 0 ? { splits: () => plot.x, values: () => plot.xWords } : {};
}

function options(plot, width, group) {
  return {
    width,
    height: heightPx,
    legend: { live: true },
    cursor: { y: false, sync: { key: plot.xName, scales: ["x", null] }, drag: { x: true, y: false } },
    scales: { x: { time: false, distr: plot.log ? 3 : 1 }, y: { range: (u, low, high) => [0, group.isZoomed() ? Math.max(high, 1e-9) * 1.08 : plot.top] } },
    series: [{ label: plot.xName, value: (u, value) => number(value) }, ...series(plot)],
    bands: bands(plot),
    axes: [axis({ size: 34, ...words(plot) }), axis({ size: 56 })],
    hooks: {
      draw: [(u) => drawCapacity(u, plot), (u) => drawMarks(u, plot)],
      setScale: [(u, key) => key === "x" && group.follow(u)],
    },
    padding: [plot.marks.length > 0 ? 44 : 12, 12, 0, 0],
  };
}

// The plots that share an x axis.
class Group {
  constructor() {
    this.plots = [];
    this.following = false;
    this.range = null;
  }

  isZoomed() {
    return this.range != null;
  }

  add(u, reset) {
    this.plots.push({ u, reset });
  }

  follow(from) {
    if (this.following) return;
    const { min, max } = from.scales.x;
    const x = from.data[0];
    this.range = min > x[0] || max < x[x.length - 1] ? { min, max } : null;
    this.following = true;
    for (const { u, reset } of this.plots) {
      if (u !== from) u.setScale("x", { min, max });
      reset.hidden = this.range == null;
    }
    this.following = false;
  }

  reset() {
    const [{ u }] = this.plots;
    const x = u.data[0];
    u.setScale("x", { min: x[0], max: x[x.length - 1] });
  }
}

function makePlot(figure, groups) {
  const plot = JSON.parse(figure.querySelector("script").textContent);
  if (!groups.has(plot.xName)) groups.set(plot.xName, new Group());
  const group = groups.get(plot.xName);
  const box = document.createElement("div");
  const reset = document.createElement("button");
  box.className = "moving";
  reset.type = "button";
  reset.textContent = "whole run";
  reset.hidden = true;
  reset.addEventListener("click", () => group.reset());
  figure.querySelector("figcaption").append(reset);
  figure.append(box);
  const u = new uPlot(options(plot, box.clientWidth, group), dataOf(plot), box);
  u.root.setAttribute("aria-label", plot.title);
  u.root.setAttribute("role", "group");
  group.add(u, reset);
  new ResizeObserver(() => {
    if (box.clientWidth !== u.width) u.setSize({ width: box.clientWidth, height: heightPx });
  }).observe(box);
  return u;
}

export function makePlots(root) {
  const groups = new Map();
  const all = [...root.querySelectorAll("figure.plot")].map((figure) => makePlot(figure, groups));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const u of all) u.redraw(false, true);
  });
  return all;
}
