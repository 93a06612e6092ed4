import type { Spread } from './statistics.ts';

/** One drawing of several that stand side by side. */
export interface Panel {
  readonly title: string;
  readonly xTitle: string;
  readonly points: readonly { readonly x: number; readonly y: Spread }[];
}

/** What the panels have in common. */
interface PlotFrame {
  readonly title: string;
  readonly yTitle: string;
  /** A line that y should stay under, and what it says. */
  readonly limit: { readonly y: number; readonly text: string };
}

const PANEL_WIDTH = 270;
const HEIGHT = 330;
const LEFT = 64;
const TOP = 74;
const BOTTOM = 56;
const GAP = 46;
const Y_STEP = 0.5;

/** Follows the scheme of whoever reads the page that shows it. */
const STYLE = `
  text { font: 12px sans-serif; fill: #1f2328 }
  .title { font-size: 14px; font-weight: bold }
  .ground { fill: #ffffff }
  .grid { stroke: #d1d9e0; fill: none }
  .limit { stroke: #cf222e; stroke-dasharray: 5 4; fill: none }
  .limit-text { fill: #cf222e; font-size: 11px }
  .line { stroke: #0969da; stroke-width: 2; fill: none }
  .spread { stroke: #0969da; stroke-width: 1; fill: none }
  .point { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .ground { fill: #0d1117 }
    .grid { stroke: #3d444d }
    .limit { stroke: #ff7b72 }
    .limit-text { fill: #ff7b72 }
    .line, .spread { stroke: #58a6ff }
    .point { fill: #58a6ff }
  }`;

/** Draws panels as SVG: x on a logarithmic scale, y from 0, medians as a line and quartiles as bars. */
export function plot(frame: PlotFrame, panels: readonly Panel[]): string {
  const width = LEFT + panels.length * (PANEL_WIDTH + GAP);
  const uppers = panels.flatMap(({ points }) => points.map(({ y }) => y.upper));
  const highest = Math.ceil(Math.max(frame.limit.y + Y_STEP, ...uppers) / Y_STEP) * Y_STEP;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${frame.title}">`,
    `<style>${STYLE}\n</style>`,
    `<rect class="ground" width="${width}" height="${HEIGHT}"/>`,
    `<text class="title" x="${LEFT}" y="24">${frame.title}</text>`,
    `<text transform="translate(18 ${HEIGHT - BOTTOM}) rotate(-90)">${frame.yTitle}</text>`,
    ...panels.flatMap((panel, index) => drawPanel(panel, frame, LEFT + index * (PANEL_WIDTH + GAP), highest)),
    '</svg>',
    '',
  ].join('\n');
}

function drawPanel(panel: Panel, { limit }: PlotFrame, left: number, highest: number): readonly string[] {
  const right = left + PANEL_WIDTH;
  const bottom = HEIGHT - BOTTOM;
  const xs = panel.points.map(({ x }) => Math.log(x));
  const from = Math.min(...xs);
  const range = Math.max(...xs) - from;
  const xOf = (x: number): number => round(left + ((Math.log(x) - from) / range) * PANEL_WIDTH);
  const yOf = (y: number): number => round(bottom - (y / highest) * (bottom - TOP));
  const ticks = Array.from({ length: Math.round(highest / Y_STEP) + 1 }, (_, index) => index * Y_STEP);
  const places = panel.points.map(({ x, y }) => ({ x: xOf(x), label: labelOf(x), y }));
  return [
    `<text x="${left}" y="${TOP - 16}">${panel.title}</text>`,
    ...ticks.flatMap((y) => [
      `<path class="grid" d="M${left} ${yOf(y)}H${right}"/>`,
      `<text x="${left - 8}" y="${yOf(y) + 4}" text-anchor="end">${y}</text>`,
    ]),
    `<path class="limit" d="M${left} ${yOf(limit.y)}H${right}"/>`,
    `<text class="limit-text" x="${right}" y="${yOf(limit.y) - 5}" text-anchor="end">${limit.text}</text>`,
    `<path class="line" d="M${places.map(({ x, y }) => `${x} ${yOf(y.median)}`).join('L')}"/>`,
    ...places.flatMap(({ x, label, y }) => [
      `<path class="spread" d="M${x} ${yOf(y.lower)}V${yOf(y.upper)}"/>`,
      `<circle class="point" cx="${x}" cy="${yOf(y.median)}" r="3.5"/>`,
      `<text x="${x}" y="${bottom + 18}" text-anchor="middle">${label}</text>`,
    ]),
    `<text x="${round((left + right) / 2)}" y="${bottom + 40}" text-anchor="middle">${panel.xTitle}</text>`,
  ];
}

function labelOf(x: number): string {
  return x >= 10_000 ? `${round(x / 1000)}k` : x.toLocaleString('en');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
