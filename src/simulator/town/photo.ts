import { deflateSync } from 'node:zlib';

const WIDTH = 320;
const HEIGHT = 240;
type Colour = readonly [number, number, number];

const mix = (from: Colour, to: Colour, part: number): Colour => [
  from[0] + (to[0] - from[0]) * part,
  from[1] + (to[1] - from[1]) * part,
  from[2] + (to[2] - from[2]) * part,
];

const SKY: readonly [Colour, Colour] = [
  [24, 32, 66],
  [122, 92, 118],
];
const ROAD: Colour = [52, 54, 62];
const POST: Colour = [18, 20, 26];
const LIGHT: Colour = [255, 224, 150];
const WINDOW: Colour = [232, 190, 110];

const isPost = (x: number, y: number): boolean =>
  (x > 216 && x < 223 && y > 52 && y < 196) || (y > 50 && y < 56 && x > 168 && x < 223);
const houseTop = (x: number): number => [132, 104, 150, 118, 142, 96, 128, 110][Math.floor(x / 40)] ?? 120;
const isWindow = (x: number, y: number): boolean => x % 20 > 7 && x % 20 < 13 && y % 18 > 6 && y % 18 < 13;

const ground = (x: number, y: number): Colour => {
  if (y > 196) return y > 214 && y < 219 && x % 60 < 34 ? [196, 188, 150] : ROAD;
  if (y > houseTop(x)) return isWindow(x, y) && (x * 7 + y * 3) % 5 < 2 ? WINDOW : [34, 36, 52];
  return mix(SKY[0], SKY[1], y / 196);
};

/** A lamp over a street in the evening. */
const colourAt = (x: number, y: number): Colour => {
  if (isPost(x, y)) return POST;
  const glow = Math.max(0, 1 - Math.hypot(x - 174, (y - 62) * 0.9) / 110) ** 2;
  return mix(ground(x, y), LIGHT, glow);
};

const TABLE = Array.from({ length: 256 }, (_, number) => {
  let rest = number;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest >>> 0;
});

const checksum = (bytes: Buffer): number => {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (TABLE[(rest ^ byte) & 0xff] ?? 0) ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
};

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(checksum(body), body.length + 4);
  return framed;
};

/** The sample photo a resident can send: a small PNG, the same bytes each time. */
export const drawPhoto = (): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(HEIGHT * (WIDTH * 3 + 1));
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1) rows.set(colourAt(x, y).map(Math.round), y * (WIDTH * 3 + 1) + 1 + x * 3);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
