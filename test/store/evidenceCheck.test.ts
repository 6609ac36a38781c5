import { describe, expect, test } from 'vitest';
import { checkEvidence, LARGEST_EVIDENCE } from '../../src/store/evidenceCheck.ts';

/** A JPEG of nothing but its markers, with a place in its EXIF segment. */
const photo = (): Buffer => {
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from('GPSLatitude 26.33 GPSLongitude 116.33')]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    Buffer.from('ffe1', 'hex'),
    length,
    exif,
    Buffer.from('ffdb00430001', 'hex'),
    Buffer.alloc(64),
    Buffer.from('ffd9', 'hex'),
  ]);
};

describe('what may be kept as evidence (R1.4)', () => {
  test('the place where a photo was made is taken out before it is kept', async () => {
    const checked = await checkEvidence(photo());
    if ('problem' in checked) throw new Error(checked.problem);
    expect(checked.type).toBe('image/jpeg');
    expect(checked.bytes.includes('GPSLatitude')).toBe(false);
    expect(checked.size).toBe(checked.bytes.length);
  });

  test.each([
    ['a program', Buffer.from('MZ\u0090\0\u0003\0\0\0'), '不能作为佐证'],
    ['a page', Buffer.from('<html><script>alert(1)</script></html>'), '不能作为佐证'],
    ['nothing', Buffer.alloc(0), '不能作为佐证'],
    ['too much', Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(LARGEST_EVIDENCE)]), '超过 20 MB'],
  ])('%s is refused in one sentence', async (_name, bytes, words) => {
    expect(await checkEvidence(bytes)).toEqual({ problem: expect.stringContaining(words) });
  });
});
