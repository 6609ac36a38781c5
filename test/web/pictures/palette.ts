import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Most entries a palette of PNG has. */
const MOST = 256;
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** Pixels as the browser took them: rows of red, green, blue. */
interface Picture {
  width: number;
  height: number;
  rgb: Buffer;
}

function* chunksOf(png: Buffer): Generator<{ name: string; data: Buffer }> {
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield { name: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

/** PNG's Paeth predictor (PNG 1.2, 6.6). */
const paeth = (left: number, above: number, corner: number): number => {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
};

const predicted = (filter: number, left: number, above: number, corner: number): number =>
  [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;

/** Reads an 8-bit PNG without a palette, with or without transparency, not interlaced: what a browser makes. */
const read = (png: Buffer): Picture => {
  const chunks = [...chunksOf(png)];
  const head = chunks.find(({ name }) => name === 'IHDR')?.data ?? Buffer.alloc(13);
  const [width, height, channels] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9] === 6 ? 4 : 3];
  const lines = inflateSync(Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data)));
  const stride = width * channels;
  const rgb = Buffer.alloc(width * height * 3);
  let before = Buffer.alloc(stride);
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1);
    const filter = lines[start] ?? 0;
    const line = Buffer.from(lines.subarray(start + 1, start + 1 + stride));
    for (let x = 0; x < stride; x += 1) {
      const [left, corner] = x < channels ? [0, 0] : [line[x - channels] ?? 0, before[x - channels] ?? 0];
      line[x] = (line[x] ?? 0) + predicted(filter, left, before[x] ?? 0, corner);
    }
    for (let x = 0; x < width; x += 1) line.copy(rgb, (y * width + x) * 3, x * channels, x * channels + 3);
    before = line;
  }
  return { width, height, rgb };
};

const colourAt = (rgb: Buffer, pixel: number): number => rgb.readUIntBE(pixel * 3, 3);
const apart = (a: number, b: number): number =>
  ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;

/** The colours seen most, each far enough from those before it: pages have few colours and many shades between two of them. */
const paletteOf = (counts: ReadonlyMap<number, number>): number[] => {
  const often = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  for (let least = 12; ; least *= 2) {
    const kept: number[] = [];
    for (const colour of often) if (kept.every((one) => apart(one, colour) >= least)) kept.push(colour);
    if (kept.length <= MOST) return kept;
  }
};

const nearest = (palette: readonly number[], colour: number): number =>
  palette.reduce((best, one, index) => (apart(one, colour) < apart(palette[best] ?? 0, colour) ? index : best), 0);

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};

/** The same picture with at most 256 colours: a third to a fifth of the size, and the eye sees no difference on a page. */
export const withPalette = (png: Buffer): Buffer => {
  const { width, height, rgb } = read(png);
  const counts = new Map<number, number>();
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const colour = colourAt(rgb, pixel);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = paletteOf(counts);
  const place = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]));
  const lines = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel += 1)
    lines[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = place.get(colourAt(rgb, pixel)) ?? 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
