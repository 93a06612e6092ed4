/** One line of a {@link plot}. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const WIDTH = 720;
const HEIGHT = 320;
const LEFT = 60;
const RIGHT = 130;
const TOP = 20;
const BOTTOM = 40;
const COLOURS = ['#2166ac', '#b2182b', '#1b7837'];

/**
 * Draws lines as SVG: x on a logarithmic scale, y from 0.
 *
 * @param yTitle what y is
 */
export function plot(lines: readonly Line[], yTitle: string): string {
  const xs = lines.flatMap(({ points }) => points.map(([x]) => x));
  const ys = lines.flatMap(({ points }) => points.map(([, y]) => y));
  const [from, to] = [Math.log10(Math.min(...xs)), Math.log10(Math.max(...xs))];
  const highest = Math.max(2, ...ys);
  const left = (x: number): number => LEFT + ((Math.log10(x) - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const top = (y: number): number => HEIGHT - BOTTOM - (y / highest) * (HEIGHT - TOP - BOTTOM);
  const ticksX = Array.from(
    { length: Math.floor(to) - Math.ceil(from) + 1 },
    (_, index) => 10 ** (Math.ceil(from) + index),
  );
  const ticksY = [0, 0.5, 1, 1.5, 2].filter((y) => y <= highest);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<text x="8" y="${TOP - 6}">${yTitle}</text>`,
    ...ticksY.map(
      (y) =>
        `<path d="M${LEFT} ${round(top(y))}H${WIDTH - RIGHT}" stroke="#ddd"/><text x="${LEFT - 8}" y="${round(top(y) + 4)}" text-anchor="end">${y}</text>`,
    ),
    ...ticksX.map(
      (x) =>
        `<text x="${round(left(x))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${x.toLocaleString('en')}</text>`,
    ),
    ...lines.flatMap(({ name, points }, index) => {
      const colour = COLOURS[index % COLOURS.length];
      const path = points
        .map(([x, y], place) => `${place === 0 ? 'M' : 'L'}${round(left(x))} ${round(top(y))}`)
        .join('');
      const [lastX, lastY] = points.at(-1) ?? [1, 0];
      return [
        `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        `<text x="${round(left(lastX) + 8)}" y="${round(top(lastY) + 4 + index * 2)}" fill="${colour}">${name}</text>`,
      ];
    }),
    '</svg>',
    '',
  ].join('\n');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
